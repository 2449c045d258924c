using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Gateway.DynamoCompat.Wire;

namespace Gateway.Benchmarks.Wire;

/// <summary>Reading requests and writing items, with allocations.</summary>
[MemoryDiagnoser]
public class WireBenchmarks : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer = new(new ArrayBufferWriter<byte>(), ItemWriter.Options);

    [Benchmark]
    public object ReadPut() => RequestReader.Read(SampleRequests.PutInput, SampleRequests.Put);

    [Benchmark]
    public object ReadGet() => RequestReader.Read(SampleRequests.GetInput, SampleRequests.Get);

    [Benchmark]
    public object ReadUpdate() => RequestReader.Read(SampleRequests.UpdateInput, SampleRequests.Update);

    [Benchmark]
    public int WriteItem() => SampleRequests.WriteItem(buffer, writer);

    public void Dispose()
    {
        writer.Dispose();
        GC.SuppressFinalize(this);
    }
}
