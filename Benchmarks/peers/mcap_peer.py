"""Reads or writes a log with the PyPI mcap package, checksums on; prints messages a CPU second.

Usage: mcap_peer.py read|write FILE. Writing takes its messages from FILE, which must use one
compression, and goes to /dev/null."""
import resource
import sys

from mcap.reader import make_reader
from mcap.writer import CompressionType, Writer


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def read(path):
    start, count = cpu(), 0
    with open(path, "rb") as stream:
        for _ in make_reader(stream, validate_crcs=True).iter_messages(log_time_order=False):
            count += 1
    return count, cpu() - start


def write(path):
    with open(path, "rb") as stream:
        reader = make_reader(stream)
        chunk = reader.get_summary().chunk_indexes[0]
        messages = [
            (channel.topic, message.sequence, message.log_time, message.data)
            for _, channel, message in reader.iter_messages(log_time_order=False)
        ]
    kinds = {"": CompressionType.NONE, "lz4": CompressionType.LZ4, "zstd": CompressionType.ZSTD}
    start = cpu()
    with open("/dev/null", "wb") as stream:
        writer = Writer(stream, chunk_size=4 << 20, compression=kinds[chunk.compression])
        writer.start()
        topics = sorted({topic for topic, _, _, _ in messages})
        ids = {topic: writer.register_channel(topic, "json", 0) for topic in topics}
        for topic, sequence, time, data in messages:
            writer.add_message(ids[topic], time, data, time, sequence)
        writer.finish()
    return len(messages), cpu() - start


count, seconds = {"read": read, "write": write}[sys.argv[1]](sys.argv[2])
print(count / seconds)
