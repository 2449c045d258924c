using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Storage.Keys;
using Gateway.Testing;

namespace Gateway.Storage.Tests.Keys;

public sealed partial class KeySpaceTests
{
    // Golden: these numbers are in stores. A new one gets a new line; none is changed or taken away.
    [Fact]
    public void Spaces_have_the_numbers_that_they_always_had() => Assert.Equal(
        "None 00, Meta 01, Catalog 02, Item 10, IndexEntry 11, TimeToLive 12, Idempotency 13, Backup 14, Replica 15, Remains 16, Transaction 17, Object 20, LogGroup 21, Api 22, Function 30, Invocation 31, EventSource 32, Log 80, StreamRecord 81, History 82, LogEvent 84",
        string.Join(", ", Enum.GetValues<KeySpace>().Select(space => $"{space} {(byte)space:X2}")));

    [Fact]
    public void The_page_lists_every_space_with_its_number()
    {
        IEnumerable<(string Name, byte Number)> listed = Row().Matches(Repository.Read("docs/formats/store.md"))
            .Select(match => (match.Groups["name"].Value, byte.Parse(match.Groups["number"].Value, NumberStyles.HexNumber)));

        Assert.Equal(Enum.GetValues<KeySpace>().Where(space => space != KeySpace.None).Select(space => (space.ToString(), (byte)space)), listed);
    }

    [Fact]
    public void Keys_from_80_on_and_no_others_are_in_the_appended_family()
    {
        Assert.Equal(KeyFamily.Main, KeyFamily.Of([]));
        Assert.Equal(KeyFamily.Main, KeyFamily.Of([0x7F, 0xFF]));
        Assert.Equal(KeyFamily.Appended, KeyFamily.Of([0x80]));
        Assert.Equal(KeyFamily.Appended, KeyFamily.Of([0xFF]));
    }

    [GeneratedRegex(@"^\| `(?<number>[0-9A-F]{2})` \| `(?<name>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
