/** A vector has the id `number of its name · 2⁴⁰ + row of its point`: in a table without row ids, a row of more than 1 KB would take a page beside its own. */
export const PER_VECTOR = 2 ** 40;
