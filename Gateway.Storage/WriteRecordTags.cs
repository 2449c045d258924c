using System.Diagnostics;

namespace Gateway.Storage;

/// <summary>Each kind of record has two tags: for the main family, and for any other one, whose number follows.</summary>
internal static class WriteRecordTags
{
    public static WriteRecordTag InFamily(WriteRecordTag tag) => tag switch
    {
        WriteRecordTag.Put => WriteRecordTag.PutInFamily,
        WriteRecordTag.Delete => WriteRecordTag.DeleteInFamily,
        WriteRecordTag.DeleteRange => WriteRecordTag.DeleteRangeInFamily,
        _ => throw new UnreachableException(),
    };

    /// <summary>The kind of a record, whichever its family.</summary>
    public static WriteRecordTag Plain(WriteRecordTag tag) => tag switch
    {
        WriteRecordTag.PutInFamily => WriteRecordTag.Put,
        WriteRecordTag.DeleteInFamily => WriteRecordTag.Delete,
        WriteRecordTag.DeleteRangeInFamily => WriteRecordTag.DeleteRange,
        _ => tag,
    };
}
