using System.Text;

namespace Gateway.Api.Tests.Helpers;

/// <summary>What came back.</summary>
internal sealed record RawAnswer(int Status, ILookup<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers[name].SingleOrDefault();
}
