"""Every kind of fault that a look at a data set can find or a run meet, with its stable code."""
