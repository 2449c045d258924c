using System.Text.RegularExpressions;
using Gateway.Crdt;
using Gateway.Crdt.Documents;
using Gateway.Storage.Log;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Log;

public sealed partial class LogEntryCodecTests
{
    private const long NewYear = 1_767_225_600_000;

    // Golden: these bytes are in stores.
    private static readonly Dictionary<string, (LogEntry Entry, string Bytes)> Samples = new()
    {
        ["plain"] = (new LogEntry { Sequence = 5, Milliseconds = NewYear, Table = 7, Delta = new byte[] { 0xD1, 0xD2 } }, "0180D0EAB6B73307D1D2"),
        ["transaction with scope"] = (
            new LogEntry { Sequence = 6, Milliseconds = NewYear, Table = 300, Scope = "eu1"u8.ToArray(), TransactionSize = 3, TransactionPosition = 1, Delta = new byte[] { 0xD1 } },
            "C180D0EAB6B733AC020365753103" + "01D1"),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Entries_have_the_documented_bytes_and_read_back(string name)
    {
        (LogEntry entry, string bytes) = Samples[name];
        (byte[] key, byte[] value) = Written(entry);

        Assert.Equal($"80{entry.Sequence:X16}", Convert.ToHexString(key));
        Assert.Equal(bytes, Convert.ToHexString(value));
        LogEntry again = LogEntryCodec.Read(LogEntryCodec.ReadKey(key), value);
        Assert.Equal((entry.Sequence, entry.Milliseconds, entry.Table, entry.TransactionSize, entry.TransactionPosition), (again.Sequence, again.Milliseconds, again.Table, again.TransactionSize, again.TransactionPosition));
        Assert.Equal(entry.Scope.ToArray(), again.Scope.ToArray());
        Assert.Equal(entry.Delta.ToArray(), again.Delta.ToArray());
        Assert.Equal(NewYear, LogEntryCodec.ReadMilliseconds(value));
    }

    [Fact]
    public void Examples_on_the_page_are_the_bytes_of_the_samples()
    {
        Dictionary<string, string> shown = Example().Matches(Repository.Read("docs/formats/log.md")).ToDictionary(
            match => match.Groups["name"].Value,
            match => string.Concat(match.Groups["lines"].Value.Split('\n').Select(line => line.Split("  ")[0].Replace(" ", "", StringComparison.Ordinal))));

        Assert.Equal(Samples.ToDictionary(sample => sample.Key, sample => sample.Value.Bytes), shown);
    }

    [Fact]
    public void The_item_of_an_entry_is_that_of_its_delta()
    {
        // A delta begins with its head and the key as a block: docs/formats/delta.md.
        LogEntry entry = new() { Milliseconds = 1, Table = 1, Delta = new byte[] { 0x01, 4, (byte)'i', (byte)'t', (byte)'e', (byte)'m', 9, 9 } };

        Assert.Equal(new ItemKey("item"u8.ToArray()), entry.ItemKey);
        Assert.Throws<DocumentFault>(() => (entry with { Delta = new byte[] { 0x01, 4, 0 } }).ItemKey);
        Assert.Throws<DocumentFault>(() => (entry with { Delta = new byte[] { 0x02, 0 } }).ItemKey);
    }

    [Theory]
    [InlineData("", StoreFaultKind.Corrupt)]
    [InlineData("01", StoreFaultKind.Corrupt)] // cut
    [InlineData("0180", StoreFaultKind.Corrupt)]
    [InlineData("0105FFFFFFFF7F", StoreFaultKind.Corrupt)] // table number over 32 bits
    [InlineData("01FFFFFFFFFFFFFFFFFF01", StoreFaultKind.Corrupt)] // time over 63 bits
    [InlineData("4105070361", StoreFaultKind.Corrupt)] // scope cut
    [InlineData("8105070303", StoreFaultKind.Corrupt)] // fourth of three
    [InlineData("2105", StoreFaultKind.Corrupt)] // unknown flag
    [InlineData("0005", StoreFaultKind.Corrupt)]
    [InlineData("0205", StoreFaultKind.NewerFormat)]
    public void Other_bytes_are_refused(string bytes, StoreFaultKind kind) =>
        Assert.Equal(kind, Assert.Throws<StoreFault>(() => LogEntryCodec.Read(1, Convert.FromHexString(bytes))).Kind);

    [Theory]
    [InlineData("8000000000000000")]
    [InlineData("80FFFFFFFFFFFFFFFF")]
    [InlineData("81" + "0000000000000001")]
    [InlineData("80" + "000000000000000100")]
    public void Keys_that_are_not_of_the_log_are_refused(string key) => Assert.Throws<StoreFault>(() => LogEntryCodec.ReadKey(Convert.FromHexString(key)));

    private static (byte[] Key, byte[] Value) Written(in LogEntry entry)
    {
        WriteBatch batch = new();
        LogEntryCodec.Write(batch, entry.Sequence, entry);
        foreach (WriteRecord record in batch.Records) return (record.Key.ToArray(), record.Value.ToArray());
        throw new InvalidOperationException("Nothing was written.");
    }

    [GeneratedRegex(@"^```hex (?<name>[^\n]+)\n(?<lines>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
