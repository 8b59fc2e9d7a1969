#!/bin/sh
# Makes Sources/06-DriveLogs/Generated from Protos/foxglove: message types, and for every schema
# the FileDescriptorSet that a log carries so that readers can decode it. Needs protoc and python3.
set -eu
cd "$(dirname "$0")/.."
google=.build/checkouts/swift-protobuf/Sources/protobuf/protobuf/src
out=Sources/06-DriveLogs/Generated
swift build --product protoc-gen-swift --scratch-path .build-plugin
plugin=$(find .build-plugin -name protoc-gen-swift -type f -perm -u+x | head -n 1)
mkdir -p "$out"
rm -f "$out"/*.swift
protoc --plugin=protoc-gen-swift="$plugin" --swift_opt=Visibility=Public \
  --swift_opt=FileNaming=DropPath --swift_opt=UseAccessLevelOnImports=true \
  --swift_out="$out" -I Protos -I "$google" Protos/foxglove/*.proto
python3 - "$google" "$out/FoxgloveDescriptors.swift" <<'PYTHON'
import base64, os, subprocess, sys, tempfile, textwrap

google, target = sys.argv[1:]
lines = [
    "// DO NOT EDIT. Made by Protos/generate.sh.",
    "// swift-format-ignore-file",
    "",
    "/// The FileDescriptorSet of each schema, imports included, as base64.",
    "enum FoxgloveDescriptors {",
]
for name in sorted(os.listdir("Protos/foxglove")):
    with tempfile.NamedTemporaryFile() as file:
        subprocess.run(
            ["protoc", "--include_imports", f"--descriptor_set_out={file.name}",
             "-I", "Protos", "-I", google, f"Protos/foxglove/{name}"], check=True)
        text = base64.b64encode(file.read()).decode()
    schema = name.removesuffix(".proto")
    constant = schema[0].lower() + schema[1:]
    lines.append(f'  static let {constant} = """')
    pieces = textwrap.wrap(text, 92)
    lines += [f"    {piece}\\" for piece in pieces[:-1]] + [f"    {pieces[-1]}", '    """']
lines.append("}")
open(target, "w").write("\n".join(lines) + "\n")
PYTHON
