"""Files that people hand in: what may come in, where it lies, who has looked at it.

A file has no Kind and no rules about actors: it is reached through what it hangs on (an evidence, a signed plan), and
`owner_key` says whose room it takes up, such as `check_up:<id>`.
"""
