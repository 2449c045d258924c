using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Replication.Membership;

/// <summary>As <c>127.0.0.1:7000</c>, <c>pop-2.example.com:7000</c> or <c>[::1]:7000</c>.</summary>
/// <param name="Host">Without brackets.</param>
/// <param name="Port">0 to 65535.</param>
public sealed record HostAndPort(string Host, int Port)
{
    /// <summary>Reads one.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HostAndPort? parts)
    {
        parts = null;
        int colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > 65535) return false;

        string host = text![..colon];
        if (host is ['[', .. var inner, ']']) host = inner;
        else if (host.Contains(':', StringComparison.Ordinal)) return false;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) return false;

        parts = new HostAndPort(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:" : $"{Host}:") + Port.ToString(CultureInfo.InvariantCulture);
}
