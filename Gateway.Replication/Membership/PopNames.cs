namespace Gateway.Replication.Membership;

/// <summary>What names of PoPs, regions and groups look like: they stand in certificates, host names and keys.</summary>
public static class PopNames
{
    /// <summary>As DNS has it for one label, shortened.</summary>
    public const int LengthMax = 32;

    /// <summary>Small letters, digits and hyphens; not a hyphen at either end.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= LengthMax } && text[0] != '-' && text[^1] != '-' && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
