using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Damage to the languages inside strings: expressions and PartiQL.</summary>
internal static partial class TextMutations
{
    private const int UsualRepeats = 400;
    private const int ManyRepeats = 100_000;

    /// <summary>Changes a text of one of the two languages.</summary>
    public static string Apply(Random random, string text, string[] words)
    {
        List<string> tokens = [.. Token().Matches(text).Select(match => match.Value)];
        switch (random.Next(14))
        {
            case 0 or 1 when tokens.Count > 0:
                tokens.RemoveAt(random.Next(tokens.Count));
                break;
            case 2 or 3 or 4:
                tokens.Insert(random.Next(tokens.Count + 1), Word(random, words));
                break;
            case 5 or 6 when tokens.Count > 0:
                tokens[random.Next(tokens.Count)] = Word(random, words);
                break;
            case 7 when tokens.Count > 1:
                int one = random.Next(tokens.Count), two = random.Next(tokens.Count);
                (tokens[one], tokens[two]) = (tokens[two], tokens[one]);
                break;
            case 8 when tokens.Count > 0:
                int at = random.Next(tokens.Count);
                tokens.InsertRange(at, tokens.GetRange(at, random.Next(1, Math.Min(6, tokens.Count - at) + 1)));
                break;
            case 9:
                return Soup(random, words);
            case 10:
                return Nest(random, text);
            case 11 when text.Length > 0:
                return text[..random.Next(text.Length)];
            default:
                return Glue(random, text);
        }

        // Without the spaces now and then: tokens that run into each other are another matter.
        return string.Join(random.Next(6) == 0 ? "" : " ", tokens);
    }

    /// <summary>How often something is repeated: a few times, mostly; rarely very often.</summary>
    public static int Repeats(Random random) => random.Next(300) == 0 ? ManyRepeats : random.Next(8) == 0 ? random.Next(1, UsualRepeats) : random.Next(1, 8);

    private static string Soup(Random random, string[] words) => string.Join(' ', Enumerable.Range(0, random.Next(1, 40)).Select(_ => Word(random, words)));

    private static string Nest(Random random, string text)
    {
        int depth = Repeats(random);
        return random.Next(9) switch
        {
            0 => Repeat("(", depth) + text + Repeat(")", depth),
            1 => Repeat("(", depth) + text,
            2 => Repeat("NOT ", depth) + text,
            3 => text + Repeat(" AND a = :c", depth),
            4 => text + Repeat(".a", depth),
            5 => text + Repeat("[0]", depth),
            6 => Repeat("[", depth) + text + Repeat("]", depth),
            7 => Repeat("size(", depth) + "a" + Repeat(")", depth),
            _ => "a IN (" + Repeat(":c,", depth) + ":c)",
        };
    }

    private static string Glue(Random random, string text)
    {
        int at = random.Next(text.Length + 1);
        string[] pieces = ["'", "\"", "`", "\\", "é", "😀", "\u0000", "  ", "\r\n", "--", "/*", "#", ":", "\ud800", new string('a', Repeats(random) * 3), "1" + new string('0', Repeats(random))];
        return text.Insert(at, Word(random, pieces));
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string Word(Random random, string[] words) => words[random.Next(words.Length)];

    [GeneratedRegex(@"[#:]?[A-Za-z_]\w*|\d+|'[^']*'|""[^""]*""|<>|<=|>=|<<|>>|\S")]
    private static partial Regex Token();
}
