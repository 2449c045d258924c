using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>What the compiler cannot say about a source file.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 500;

    /// <summary>Files that hold statements or attributes and so no type of their own.</summary>
    private static readonly string[] WithoutType = ["Program.cs", "GlobalUsings.cs", "AssemblyInfo.cs"];

    [Fact]
    public void A_file_is_short_enough_to_read() =>
        Offences.None(
            Sources.All.Select(file => (Name: file, Lines: Repository.Read(file).Count(letter => letter == '\n'))).Where(file => file.Lines > LinesMax).Select(file => $"{file.Name}: {file.Lines} lines"),
            $"Over {LinesMax} lines; look for the second subject in it:");

    [Fact]
    public void A_file_declares_one_type_and_is_named_after_it() =>
        Offences.None(Sources.All.Where(file => !IsNamedAfterItsType(file)).Select(Describe), "One type a file, named like it (Name.cs, or Name.Part.cs of a partial type):");

    [Fact]
    public void A_file_lies_in_the_folder_of_its_namespace() =>
        Offences.None(
            Sources.All.Where(file => NamespaceOf(file) is { } name && name != FolderAsNamespace(file)).Select(file => $"{file} declares {NamespaceOf(file)}"),
            "The folder and the namespace differ:");

    [Fact]
    public void A_todo_names_an_issue() => Offences.None(CodeAndScripts().SelectMany(file => Sources.Hits(file, TodoWithoutIssue())), "Name the issue, in the form (#12):");

    [Fact]
    public void Nobody_sleeps() => Offences.None(Sources.All.SelectMany(file => Sources.Hits(file, Sleep())), "Wait for a signal, or move the ManualTimeProvider:");

    private static bool IsNamedAfterItsType(string file)
    {
        string[] types = TypesIn(file);
        if (types.Length == 0) return WithoutType.Contains(Path.GetFileName(file)) || file.StartsWith("examples/", StringComparison.Ordinal);

        return types is [string only] && only == Path.GetFileName(file).Split('.')[0]; // Name.cs, or Name.Part.cs of a partial type
    }

    private static string Describe(string file) => $"{file} declares {(TypesIn(file) is { Length: > 0 } types ? string.Join(", ", types) : "no type")}";

    private static string[] TypesIn(string file) => [.. TypeAtTheMargin().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value)];

    private static string? NamespaceOf(string file) => FileScopedNamespace().Match(Repository.Read(file)) is { Success: true } match ? match.Groups["name"].Value : null;

    /// <summary><c>tests/Gateway.Crdt.Tests/Time/ClockTests.cs</c> → <c>Gateway.Crdt.Tests.Time</c>.</summary>
    private static string FolderAsNamespace(string file)
    {
        string project = Projects.All.Select(found => found[..(found.LastIndexOf('/') + 1)]).Single(folder => file.StartsWith(folder, StringComparison.Ordinal));
        string inside = Path.GetDirectoryName(file[project.Length..])!.Replace('\\', '/').Replace('/', '.');
        string root = project.TrimEnd('/').Split('/')[^1];
        return inside.Length == 0 ? root : $"{root}.{inside}";
    }

    private static IEnumerable<string> CodeAndScripts() =>
        Repository.Files.Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets" or ".sh" or ".py" or ".js" or ".ts" or ".proto" or "");

    /// <summary>A type that is not nested starts its line: namespaces are file-scoped, and the layout is checked.</summary>
    [GeneratedRegex(@"^(?:(?:public|internal|file|abstract|sealed|static|readonly|ref|unsafe|partial) )*(?:class|struct|interface|enum|record(?: class| struct)?|delegate [\w<>?\[\], .]+?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeAtTheMargin();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex FileScopedNamespace();

    [GeneratedRegex(@"\bTO" + @"DO\b(?!\(#\d+\))")]
    private static partial Regex TodoWithoutIssue();

    [GeneratedRegex(@"\bThread" + @"\.Sleep\b")]
    private static partial Regex Sleep();
}
