namespace Gateway.Tidy.Tests;

/// <summary>The one assertion of these tests.</summary>
internal static class Offences
{
    /// <summary>Fails with every offence on a line of its own, and with what to do about them.</summary>
    public static void None(IEnumerable<string> offences, string remedy)
    {
        string[] found = [.. offences];
        if (found.Length > 0) Assert.Fail($"{remedy}\n  {string.Join("\n  ", found)}");
    }
}
