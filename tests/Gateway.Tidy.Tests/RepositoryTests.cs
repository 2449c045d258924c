using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>The tree as a whole: nothing forgotten, nothing that holds on one machine only.</summary>
public sealed partial class RepositoryTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.Read("EdgeGateway.sln").Replace('\\', '/');

        Offences.None(Projects.All.Where(file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal)), "`dotnet sln add` these:");
    }

    [Fact]
    public async Task Every_project_with_tests_is_run_by_the_test_script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script needs bash");
        ProcessStartInfo start = new("bash", [Repository.PathOf("test"), "--list"]) { RedirectStandardOutput = true };
        using Process script = Process.Start(start)!;
        string listed = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        IEnumerable<string> withTests = Projects.All.Where(HasTests).Select(Projects.NameOf);

        Assert.Equal(withTests.Order(StringComparer.Ordinal), listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_names_the_machine_that_it_was_written_on() => Offences.None(Texts().SelectMany(file => Sources.Hits(file, PathsOfOneMachine())), "Paths that exist on one machine only:");

    [Fact]
    public void Scripts_can_be_run()
    {
        foreach (string script in (string[])["test", "edgectl", ".ci/run"])
        {
            bool canRun = OperatingSystem.IsWindows() || (File.GetUnixFileMode(Repository.PathOf(script)) & UnixFileMode.UserExecute) != 0;
            Assert.True(canRun, $"{script}: chmod +x");
        }
    }

    private static bool HasTests(string project) =>
        project.EndsWith(".Tests.csproj", StringComparison.Ordinal) || Sources.In(project[..(project.LastIndexOf('/') + 1)]).Any(file => !IsContract(file) && TestMethod().IsMatch(Repository.Read(file)));

    /// <summary>Tests that run only where a test project inherits them.</summary>
    private static bool IsContract(string file) => file.StartsWith("tests/Gateway.Testing/Contracts/", StringComparison.Ordinal);

    private static IEnumerable<string> Texts() => Repository.Files.Where(file => Path.GetExtension(file) is not (".golden" or ".png"));

    [GeneratedRegex(@"^ *\[(Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    // In two pieces each, or this file would be its own first hit.
    [GeneratedRegex(@"(?<![\w.])/wo" + @"rk/|(?<![\w-])\.lib" + @"rary\b|(?<![\w/.-])(?:\.\.?/)*sha" + @"red/|/ro" + @"ot/|/ho" + @"me/\w")]
    private static partial Regex PathsOfOneMachine();
}
