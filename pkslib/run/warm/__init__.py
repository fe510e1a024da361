"""Warm kernels: forked from a server that has imported what every notebook imports.

A stock kernel spends most of its time on imports. On Linux a worker process keeps one fork
server (:mod:`.server`, a process of its own), and each notebook gets a fork of it as its kernel.
A run's workers are themselves forks of a process that has imported all this (:mod:`.image`).
Papermill is told by its own keyword arguments; the kernel's name stays ``python3``. Wherever
something is odd the stock kernel is used, which gives the same bytes.
"""
