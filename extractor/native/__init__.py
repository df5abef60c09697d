"""Compiled kernels: narrow passes over buffers, in C. No rule, word or weight stands here.

The C sources know nothing of Python. A binding takes buffers, makes arrays, releases the GIL and calls. What each
function of ``kernels`` computes is said by its twin in numpy (``tests/twins.py``), which it equals to the last bit;
``reader`` has the HTML Standard and other parsers beside it.
"""
