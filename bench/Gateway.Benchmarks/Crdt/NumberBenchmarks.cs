using BenchmarkDotNet.Attributes;
using Gateway.Crdt.Values;

namespace Gateway.Benchmarks.Crdt;

/// <summary>Exact decimals: what each number of an item costs.</summary>
[MemoryDiagnoser]
public class NumberBenchmarks
{
    private readonly byte[] text = new byte[ExactNumber.TextBytesMax];
    private readonly ExactNumber price = ExactNumber.Parse("1234.56");
    private readonly ExactNumber wide = ExactNumber.Parse("12345678901234567890123456789012345678");

    [Benchmark]
    public NumberFault Parse() => ExactNumber.TryParse("1234.56"u8, out _);

    [Benchmark]
    public int Write() => price.WriteText(text);

    [Benchmark]
    public NumberFault Add() => ExactNumber.TryAdd(price, price, out _);

    [Benchmark]
    public NumberFault Add38Digits() => ExactNumber.TryAdd(wide, price.Negate(), out _);
}
