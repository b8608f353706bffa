"""A sentence-transformers folder of the BERT family -> a folder for `embedding.provider: onnx`, with 32-bit weights and, beside them, 8-bit ones.

python tools/bench/export-onnx.py <sentence-transformers folder> <new folder>
needs: pip install sentence-transformers onnx onnxruntime
"""
import pathlib
import shutil
import sys

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

source, target = map(pathlib.Path, sys.argv[1:3])
shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.safetensors", "*.bin", "*.h5", "*.onnx"))
inputs = ["input_ids", "attention_mask", "token_type_ids"]


class States(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state


ids = torch.randint(1000, 2000, (2, 16))
mask = torch.ones_like(ids)
mask[1, 10:] = 0
axes = {0: "batch", 1: "sequence"}
torch.onnx.export(
    States(AutoModel.from_pretrained(source, attn_implementation="eager").eval()),
    (ids, mask, torch.zeros_like(ids)),
    str(target / "model.onnx"),
    input_names=inputs,
    output_names=["last_hidden_state"],
    dynamic_axes={name: axes for name in [*inputs, "last_hidden_state"]},
    opset_version=17,
    dynamo=False,
)
quantize_dynamic(target / "model.onnx", target / "model_quantized.onnx", weight_type=QuantType.QInt8)
