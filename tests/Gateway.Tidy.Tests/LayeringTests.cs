using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>Who may know whom. The table is the picture in docs/ARCHITECTURE.md; a new arrow needs a reason there and a row here.</summary>
public sealed partial class LayeringTests
{
    private static readonly string[] Faces = ["Gateway.DynamoCompat", "Gateway.LambdaCompat", "Gateway.StackCompat", "Gateway.Replication"];

    /// <summary>Each project of the product, also those to come, and what it may refer to.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Gateway.Crdt"] = [],
        ["Gateway.Storage"] = ["Gateway.Crdt"],
        ["Gateway.Wire"] = [],
        ["Gateway.DynamoCompat"] = ["Gateway.Storage", "Gateway.Crdt", "Gateway.Wire"],
        ["Gateway.Replication"] = ["Gateway.Storage", "Gateway.Crdt"],
        ["Gateway.LambdaCompat"] = ["Gateway.Storage", "Gateway.Crdt", "Gateway.Wire", "Gateway.DynamoCompat"], // the one arrow between siblings: streams as event sources
        ["Gateway.StackCompat"] = ["Gateway.Storage", "Gateway.Crdt", "Gateway.Wire"],
        ["Gateway.Api"] = [.. Faces, "Gateway.Storage", "Gateway.Crdt", "Gateway.Wire"],
        ["Gateway.Cli"] = [], // talks to the admin API and to AWS, never to a library of the server
    };

    public static TheoryData<string> ProductProjects => [.. Projects.Product.Select(Projects.NameOf)];

    public static TheoryData<string> HelperProjects => [.. Projects.All.Except(Projects.Product).Select(Projects.NameOf)];

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void A_project_refers_only_to_what_the_table_allows(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no row in the table of {nameof(LayeringTests)}.");

        Offences.None(Projects.ReferencesOf(project).Except(Allowed[project]), $"{project} must not refer to:");
    }

    [Theory]
    [MemberData(nameof(HelperProjects))]
    public void Tests_and_benchmarks_refer_only_to_the_product_and_to_the_helpers(string project) =>
        Offences.None(Projects.ReferencesOf(project).Except(Projects.Product.Select(Projects.NameOf)).Except(["Gateway.Testing", "Gateway.Testing.Gateways", "Gateway.Clients.Runtime"]), $"{project} must not refer to:");

    [Fact]
    public void The_document_library_refers_to_no_package()
    {
        XDocument file = XDocument.Parse(Repository.Read("Gateway.Crdt/Gateway.Crdt.csproj"));

        string[] references = ["PackageReference", "FrameworkReference", "Reference"];
        Offences.None(references.SelectMany(kind => file.Descendants(kind)).Select(element => element.ToString()), "Gateway.Crdt uses the runtime only:");
    }

    [Fact]
    public void The_document_library_knows_no_file_network_json_or_task() =>
        Offences.None(Sources.In("Gateway.Crdt/").SelectMany(file => Sources.Hits(file, OutsideTheDocumentLibrary())), "Gateway.Crdt computes and does nothing else:");

    /// <summary>./edgectl rebuilds when a folder in its list changed, so the list must name all that Gateway.Cli is built from.</summary>
    [Fact]
    public void The_script_edgectl_watches_every_project_that_the_command_line_is_built_from()
    {
        string watched = WatchedSources().Match(Repository.Read("edgectl")).Groups["list"].Value;

        Offences.None(Projects.ReachableFrom("Gateway.Cli").Except(watched.Split(' ')), "Add to `sources` in ./edgectl:");
    }

    [Fact]
    public void The_script_edgectl_watches_every_project_that_the_server_is_built_from()
    {
        string watched = WatchedServerSources().Match(Repository.Read("edgectl")).Groups["list"].Value;

        Offences.None(Projects.ReachableFrom("Gateway.Api").Except(watched.Split(' ')), "Add to `server_sources` in ./edgectl:");
    }

    [GeneratedRegex(@"\b(System\.IO|System\.Net|System\.Text\.Json|System\.Threading\.Tasks|Microsoft\.Extensions)\b")]
    private static partial Regex OutsideTheDocumentLibrary();

    [GeneratedRegex(@"^sources=\((?<list>[^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex WatchedSources();

    [GeneratedRegex(@"^server_sources=\((?<list>[^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex WatchedServerSources();
}
