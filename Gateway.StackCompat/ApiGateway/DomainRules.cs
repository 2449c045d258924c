namespace Gateway.StackCompat.ApiGateway;

/// <summary>Which domain names may be taken. They are one for all accounts, and none may take requests away from a service.</summary>
internal static class DomainRules
{
    private static readonly string[] Reserved = [".amazonaws.com", ".amazonaws.com.cn", ".on.aws", ".api.aws", ".localhost", ".local", ".internal"];

    /// <exception cref="Gateway.Wire.Answers.WireException">The name is none, not to be had, or taken.</exception>
    public static void Check(ApiCatalog catalog, string name)
    {
        string[] labels = name.Split('.');
        bool isName = name.Length <= 253 && labels.Length >= 2 && labels.All(IsLabel) && labels[^1].Any(char.IsAsciiLetter);
        if (!isName || Reserved.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) throw ApiErrors.Bad("The domain name you provided is not valid.");
        if (catalog.FindDomain(name.ToLowerInvariant()) is not null) throw ApiErrors.Conflict("The domain name you provided already exists.");
    }

    private static bool IsLabel(string label) => label.Length is >= 1 and <= 63 && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && label[0] != '-' && label[^1] != '-';
}
