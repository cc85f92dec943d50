/* A whole paragraph or draft that was pasted into the search box goes where it is compared, in the body of a request: an address
   would keep it in the history, and is too long for it. */

const LONGEST_QUESTION = 1000;
const LONGEST_PARAGRAPH = 5000;

export function sendElsewhere(event) {
  const box = event.target.querySelector("#q");
  if (!event.target.matches("form.search") || !box || box.value.length <= LONGEST_QUESTION) { return; }
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = box.value.length <= LONGEST_PARAGRAPH ? "/similar" : "/check-draft";
  form.enctype = "multipart/form-data";
  const text = document.createElement("textarea");
  text.name = "text";
  text.value = box.value;
  form.append(text);
  form.hidden = true;
  document.body.append(form);
  form.submit();
}
