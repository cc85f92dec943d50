"""Characters and words of Chinese text: pure functions, and the only user of jieba."""
