"""Wide tables: the rows of one table, each with what belongs to it in others.

`request` says what is asked for, `paths` finds the ways from table to table, `plan` chooses what a row is and
which ways are taken, `chosen` has one value of a feature for each row, `members` knows what a dataset holds,
`statements` makes the SQL, `table` reads it, and `description` tells of all this without reading.
"""
