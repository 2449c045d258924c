using System.Globalization;
using System.Numerics;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Convergence;

/// <summary>A write of <see cref="MarkedRequests"/> as it happened.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Past">What its replica knew, this write included.</param>
/// <param name="Before">The marks that its replica showed before.</param>
/// <param name="After">And after.</param>
internal sealed record MarkedWrite(Request Request, Stamp Stamp, Context Past, HashSet<string> Before, HashSet<string> After)
{
    /// <summary>The marks that it took away.</summary>
    public IEnumerable<string> Taken => Before.Except(After);

    /// <summary>The marks that it left.</summary>
    public IEnumerable<string> Left => After.Except(Before);

    /// <summary>True if neither write had seen the other.</summary>
    public bool IsBeside(MarkedWrite other) => !Past.Includes(other.Stamp) && !other.Past.Includes(Stamp);

    /// <summary>The action that left a mark; null for a put.</summary>
    public UpdateAction? ActionOf(string mark) => (Request as Request.Update)?.Actions.FirstOrDefault(action => MarksIn(action.Value).Contains(mark));

    /// <summary>The marks in a value; one that counts twice is there under another name.</summary>
    public static HashSet<string> MarksIn(Value value)
    {
        HashSet<string> marks = [];
        if (!value.IsNone) Collect(value, marks);
        return marks;
    }

    private static void Collect(Value value, HashSet<string> marks)
    {
        if (value.Kind == ValueKind.String) Add(value.AsString());
        if (value.Kind.IsContainer())
        {
            foreach (ValueEntry entry in value) Collect(entry.Value, marks);
        }

        if (value.Kind != ValueKind.Number) return;
        string digits = BigInteger.Parse(value.AsNumber().ToString(), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        for (int power = 0; power < digits.Length; power++)
        {
            char digit = digits[digits.Length - 1 - power];
            if (digit != '0') Add(digit == '1' ? $"10^{power}" : $"10^{power} {digit} times");
        }

        void Add(string mark)
        {
            if (!marks.Add(mark)) marks.Add($"{mark} again");
        }
    }
}
