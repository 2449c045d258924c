using System.Text;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Tables;

/// <summary>One attribute of a key: its name and the type that its values must have.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Type">S, N or B.</param>
internal sealed record KeyAttribute(string Name, ValueKind Type)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}
