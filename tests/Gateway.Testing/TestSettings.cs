using System.Globalization;

namespace Gateway.Testing;

/// <summary>What a person sets from outside for one run of the tests. A value that cannot be read fails the test that asks for it.</summary>
public static class TestSettings
{
    /// <summary>From <c>EDGE_SEED</c>: the seed that a failed test printed, to replay it; null when not set.</summary>
    public static int? Seed => Read("EDGE_SEED", int.MinValue);

    /// <summary>How many rounds a property test runs: <paramref name="usual"/>, or <c>EDGE_ROUNDS</c> when it is set.</summary>
    public static int Rounds(int usual) => Read("EDGE_ROUNDS", 1) ?? usual;

    private static int? Read(string name, int min)
    {
        string? text = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int value) && value >= min) return value;

        throw new InvalidOperationException($"{name}={text}: a whole number from {min} to {int.MaxValue} is expected.");
    }
}
