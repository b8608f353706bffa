/** The least of ONNX's protobuf format that a test model needs (onnx.proto, IR version 8, opset 13). */
type Field = readonly [number: number, value: number | string | Uint8Array];

const FLOAT = 1;
const INT64 = 7;

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

function message(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number << 3), ...varint(value)]);
      const bytes = typeof value === 'string' ? Buffer.from(value) : value;
      return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(bytes.length)]), bytes]);
    }),
  );
}

function tensorInfo(name: string, type: number, dims: readonly (number | string)[]): Uint8Array {
  const shape = message(dims.map((dim) => [1, message([typeof dim === 'number' ? [1, dim] : [2, dim]])]));
  return message([[1, name], [2, message([[1, message([[1, type], [2, shape]])]])]]);
}

export interface TinyModel {
  /** Row = token. */
  readonly table: readonly (readonly number[])[];
  readonly inputs?: readonly string[];
  readonly output?: string;
}

/** A model that answers every token with its row of the table: `Gather(table, input_ids)`. Other inputs are taken and not used. */
export function tinyOnnx({ table, inputs = ['input_ids', 'attention_mask', 'token_type_ids'], output = 'last_hidden_state' }: TinyModel): Uint8Array {
  const dimensions = table[0]!.length;
  const weights = message([[1, table.length], [1, dimensions], [2, FLOAT], [8, 'table'], [9, new Uint8Array(Float32Array.from(table.flat()).buffer)]]);
  const gather = message([[1, 'table'], [1, 'input_ids'], [2, output], [4, 'Gather']]);
  const graph = message([
    [1, gather],
    [2, 'tiny'],
    [5, weights],
    ...inputs.map((name): Field => [11, tensorInfo(name, INT64, ['batch', 'sequence'])]),
    [12, tensorInfo(output, FLOAT, ['batch', 'sequence', dimensions])],
  ]);
  return message([[1, 8], [8, message([[1, ''], [2, 13]])], [7, graph]]);
}
