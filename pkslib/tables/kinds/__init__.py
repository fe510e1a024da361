"""Every kind of fault that a look at a data set can find, with its stable code."""
