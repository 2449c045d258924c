using System.Text;

namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>Finds a member by its name in UTF-8, without making a string: a hash of length and two letters, then one comparison.</summary>
internal sealed class MemberFinder
{
    private readonly byte[][] names;
    private readonly sbyte[] heads; // the first member of a bucket, or -1
    private readonly sbyte[] next;  // the next one in the same bucket, or -1
    private readonly int mask;

    public MemberFinder(IReadOnlyList<string> names)
    {
        this.names = [.. names.Select(Encoding.UTF8.GetBytes)];
        int buckets = 4;
        while (buckets < 2 * names.Count) buckets *= 2;
        mask = buckets - 1;
        heads = new sbyte[buckets];
        next = new sbyte[names.Count];
        Array.Fill(heads, (sbyte)-1);
        for (int i = names.Count - 1; i >= 0; i--)
        {
            ref sbyte head = ref heads[Bucket(this.names[i])];
            next[i] = head;
            head = checked((sbyte)i);
        }
    }

    /// <summary>The member's position, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return -1;
        for (int at = heads[Bucket(name)]; at >= 0; at = next[at])
        {
            if (name.SequenceEqual(names[at])) return at;
        }

        return -1;
    }

    private int Bucket(ReadOnlySpan<byte> name) => ((name.Length * 31) ^ (name[0] * 7) ^ (name[^1] * 3) ^ name[name.Length / 2]) & mask;
}
