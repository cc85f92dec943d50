"""The settings LibreOffice is started with: no macros, no network, nothing loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

_COMMON = "/org.openoffice.Office.Common/"
_INTERNET = "/org.openoffice.Inet/Settings"
_UPDATES = "/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments"
#: Path, property, value.
_SETTINGS = (
    # Nothing in a document runs.
    (_COMMON + "Security/Scripting", "DisableMacrosExecution", "true"),
    (_COMMON + "Security/Scripting", "DisableActiveContent", "true"),
    (_COMMON + "Security/Scripting", "DisablePythonRuntime", "true"),
    (_COMMON + "Security/Scripting", "MacroSecurityLevel", "3"),
    (_COMMON + "Security/Scripting", "DisableOLEAutomation", "true"),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    # Nothing is fetched: linked pictures and sections, and what a link may update.
    (_COMMON + "Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # A proxy by hand (2) where nobody listens, without exceptions.
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
    (_INTERNET, "ooInetNoProxy", ""),
    # No questions, no reports to anybody, no updates.
    (_UPDATES, "AutoCheckEnabled", "false"),
    (_COMMON + "Misc", "FirstRun", "false"),
    (_COMMON + "Misc", "CrashReport", "false"),
    (_COMMON + "Misc", "CollectUsageInformation", "false"),
    (_COMMON + "Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    # RTF and old .doc that do not say their code page mean the one of their writer's system.
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
)


def write_profile(folder: Path) -> None:
    """Makes a user profile with these settings. Raises ``OSError``."""
    items = "".join(
        f'<item oor:path="{escape(path)}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
