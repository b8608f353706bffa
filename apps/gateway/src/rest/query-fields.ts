import { z } from 'zod';

/** Fields of a query string for schemas of values: `?a=1&b=true&c=x&c=y`. Defaults and limits stay those of the schema. */
export const numberField = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), schema);

export const flagField = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (value === 'true' || value === '1' || value === '' ? true : value === 'false' || value === '0' ? false : value), schema);

/** May be given more than once. */
export const listField = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (value === undefined ? undefined : [value].flat()), schema);
