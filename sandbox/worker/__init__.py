"""All that runs inside the sandbox. The host starts it by name and imports nothing of it.

`server` (the fork server) and `child` (one job) speak `sandbox.wire`; `lockdown` builds the wall around both;
`execution` runs a program and answers calls; `restricted` and `full` are the two languages; `describe` reads a source
without running it.
"""
