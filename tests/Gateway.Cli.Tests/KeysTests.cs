using Gateway.Cli.Keys;

namespace Gateway.Cli.Tests;

/// <summary><c>edgectl keys</c> on a real folder; what it prints is different each time.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("edge-").FullName, "data");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void A_key_is_printed_once_and_kept_for_its_owner_alone()
    {
        (int exitCode, string output, string error) = Run("keys", "add", "--data", folder, "--account", "123456789012");

        Assert.Equal(0, exitCode);
        Assert.Matches("^AWS_ACCESS_KEY_ID=EDGE[A-Z2-7]{16}\nAWS_SECRET_ACCESS_KEY=[A-Za-z0-9+/]{40}\n$", output);
        Assert.Equal("The secret is shown only now. This is the first key: from now on requests must be signed.\n", error);
        StoredKey stored = Assert.Single(KeysFile.In(folder).Read());
        Assert.Equal($"AWS_ACCESS_KEY_ID={stored.Id}\nAWS_SECRET_ACCESS_KEY={stored.Secret}\n", output);
        Assert.Equal("123456789012", stored.Account);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "keys")));
    }

    [Fact]
    public void The_list_shows_no_secret()
    {
        Run("keys", "add", "--data", folder);
        Run("keys", "add", "--data", folder);

        (int exitCode, string output, _) = Run("keys", "list", "--data", folder);

        IReadOnlyList<StoredKey> stored = KeysFile.In(folder).Read();
        Assert.Equal(0, exitCode);
        Assert.Equal(string.Concat(stored.Select(key => $"{key.Id}  000000000000  {key.Made}\n")), output);
        Assert.Equal(2, stored.Count);
    }

    [Fact]
    public void A_removed_key_is_gone_and_the_others_stay()
    {
        Run("keys", "add", "--data", folder);
        Run("keys", "add", "--data", folder);
        IReadOnlyList<StoredKey> before = KeysFile.In(folder).Read();

        (int exitCode, _, string error) = Run("keys", "remove", before[0].Id, "--data", folder);

        Assert.Equal((0, $"Removed {before[0].Id}.\n"), (exitCode, error));
        Assert.Equal([before[1]], KeysFile.In(folder).Read());
    }

    [Fact]
    public void A_key_that_is_not_there_cannot_be_removed()
    {
        Run("keys", "add", "--data", folder);

        (int exitCode, _, string error) = Run("keys", "remove", "EDGENONE", "--data", folder);

        Assert.Equal((1, $"edgectl: no key 'EDGENONE' in {folder}\n"), (exitCode, error));
        Assert.Single(KeysFile.In(folder).Read());
    }

    [Fact]
    public void A_broken_line_is_named_but_not_shown()
    {
        Run("keys", "add", "--data", folder);
        File.AppendAllText(Path.Combine(folder, "keys"), "EDGEX my-secret\n");

        (int exitCode, string output, string error) = Run("keys", "list", "--data", folder);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal($"edgectl: {Path.Combine(folder, "keys")}:3: expected 'id account secret'\n", error);
    }

    [Fact]
    public async Task Keys_that_are_added_side_by_side_are_all_there_or_refused()
    {
        (int ExitCode, string Output, string Error)[] runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Run("keys", "add", "--data", folder))));

        Assert.Equal(runs.Count(run => run.ExitCode == 0), KeysFile.In(folder).Read().Count);
        Assert.Contains(runs, run => run.ExitCode == 0);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exitCode = Program.Run(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
