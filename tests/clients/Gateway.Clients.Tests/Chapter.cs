namespace Gateway.Clients.Tests;

/// <summary>A part of a <see cref="Book"/>.</summary>
public sealed class Chapter
{
    public string Name { get; set; } = "";

    public int Pages { get; set; }
}
