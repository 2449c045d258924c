using System.Text;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>
/// Bytes that were written once are read for ever. <c>bytes.golden</c> holds a name and the bytes of each sample; with <c>EDGE_ACCEPT=1</c> it is
/// written anew from what the code makes now: read the difference before you keep it. The pages in docs/formats take their examples from it.
/// </summary>
public sealed partial class GoldenTests
{
    private const string File = "tests/Gateway.Crdt.Tests/Codec/bytes.golden";
    private const int BytesInLine = 48;

    public static TheoryData<string> Pages => ["docs/formats/value.md", "docs/formats/document.md", "docs/formats/delta.md", "docs/formats/merged.md"];

    [Fact]
    public void The_bytes_are_those_that_were_written_before()
    {
        string actual = Write(GoldenSamples.All());
        if (Environment.GetEnvironmentVariable("EDGE_ACCEPT") == "1") System.IO.File.WriteAllText(Repository.PathOf(File), actual);
        string expected = Repository.Read(File);
        Assert.True(expected == actual, $"{File} differs: {FirstDifference(expected, actual)}");
    }

    [Fact]
    public void The_bytes_of_before_are_read_and_say_what_they_said() => Assert.All(
        Read(),
        sample => Assert.Equal(Convert.ToHexString(sample.Value), Convert.ToHexString(GoldenSamples.ReadAgain(sample.Key, sample.Value))));

    /// <summary>An example is a code block that starts with <c>```hex NAME</c>; each line is some bytes, two spaces and what they mean.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_on_a_page_are_the_bytes_of_a_sample(string page)
    {
        Dictionary<string, byte[]> samples = Read();
        MatchCollection examples = Example().Matches(Repository.Read(page));
        Assert.NotEmpty(examples);
        foreach (Match example in examples)
        {
            string name = example.Groups["name"].Value;
            IEnumerable<string> bytes = example.Groups["lines"].Value.Split('\n').Select(line => line.Split("  ")[0].Replace(" ", "", StringComparison.Ordinal));
            Assert.True(samples.TryGetValue(name, out byte[]? sample), $"{page}: no sample is named '{name}'");
            Assert.True(Convert.ToHexString(sample) == string.Concat(bytes), $"{page}: '{name}' is now {Convert.ToHexString(sample)}");
        }
    }

    private static string Write(IEnumerable<(string Name, byte[] Bytes)> samples)
    {
        StringBuilder text = new();
        foreach ((string name, byte[] bytes) in samples)
        {
            text.Append(name).Append('\n');
            foreach (byte[] line in bytes.Chunk(BytesInLine)) text.Append("  ").Append(Convert.ToHexString(line)).Append('\n');
        }

        return text.ToString();
    }

    private static Dictionary<string, byte[]> Read()
    {
        Dictionary<string, byte[]> samples = [];
        string name = "";
        foreach (string line in Repository.Read(File).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' ')) samples.Add(name = line, []);
            else samples[name] = [.. samples[name], .. Convert.FromHexString(line.Trim())];
        }

        return samples;
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] now = actual.Split('\n');
        int line = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        int nameLine = Enumerable.Range(0, Math.Min(line, now.Length - 1) + 1).LastOrDefault(i => !now[i].StartsWith(' '));
        return $"line {line + 1}, {now[nameLine]}\nwas {before.ElementAtOrDefault(line)}\nis  {now.ElementAtOrDefault(line)}";
    }

    [GeneratedRegex(@"^```hex (?<name>[^\n]+)\n(?<lines>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
