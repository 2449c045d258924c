using System.Text;
using Gateway.Testing;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>The requests that are known to mean something, read from <c>Corpus/*.txt</c>: one a line, the operation and the body. Each operation has at least one.</summary>
internal sealed class FuzzCorpus
{
    private const string Folder = "tests/Gateway.Robustness.Tests/Corpus/";

    private FuzzCorpus(IReadOnlyList<FuzzRequest> setup, IReadOnlyList<FuzzRequest> data, IReadOnlyList<FuzzRequest> tables)
    {
        Setup = setup;
        Data = data;
        Tables = tables;
    }

    public static FuzzCorpus Whole { get; } = new(Read("setup"), [.. Read("items"), .. Read("reads"), .. Read("writes")], Read("tables"));

    /// <summary>What makes the tables and items that the others speak of, in order.</summary>
    public IReadOnlyList<FuzzRequest> Setup { get; }

    /// <summary>Requests that read and write items.</summary>
    public IReadOnlyList<FuzzRequest> Data { get; }

    /// <summary>Requests for tables, streams and all else.</summary>
    public IReadOnlyList<FuzzRequest> Tables { get; }

    /// <summary>For each operation of the service model, the names of its errors.</summary>
    public static IReadOnlyDictionary<string, string[]> Errors { get; } = Lines("errors").Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1..]);

    /// <summary>The same with words like <c>${stream}</c> replaced by what the store has made of them.</summary>
    public FuzzCorpus With(IReadOnlyDictionary<string, string> known) => new(Setup, Data, [.. Tables.Select(request => Fill(request, known))]);

    private static FuzzRequest Fill(FuzzRequest request, IReadOnlyDictionary<string, string> known)
    {
        string body = Encoding.UTF8.GetString(request.Body);
        if (!body.Contains("${", StringComparison.Ordinal)) return request;
        foreach ((string name, string value) in known) body = body.Replace("${" + name + "}", value, StringComparison.Ordinal);
        return request with { Body = Encoding.UTF8.GetBytes(body) };
    }

    private static FuzzRequest[] Read(string file) => [.. Lines(file).Select(line => line.Split(' ', 2)).Select(parts => new FuzzRequest(parts[0], Encoding.UTF8.GetBytes(parts[1])))];

    private static IEnumerable<string> Lines(string file) => Repository.Read($"{Folder}{file}.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#');
}
