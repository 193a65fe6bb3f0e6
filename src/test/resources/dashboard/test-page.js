// a file of the page, for tests
