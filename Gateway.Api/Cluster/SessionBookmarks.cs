using System.Globalization;
using Gateway.Api.Listeners;
using Gateway.DynamoCompat;
using Gateway.Replication.Bookmarks;
using Microsoft.AspNetCore.Http;

namespace Gateway.Api.Cluster;

/// <summary>
/// Reads that see what the same session has seen at another PoP: a request with the header <c>x-edge-bookmark</c> waits until all that it names is here,
/// and its answer bears a new one.
/// </summary>
/// <remarks>Ours; AWS knows no such header, and a client that does not send it sees nothing of it. See docs/replication.md.</remarks>
internal sealed class SessionBookmarks(AppliedPositions positions, TimeProvider time)
{
    /// <summary>What was seen; empty for a session that begins.</summary>
    public const string BookmarkName = "x-edge-bookmark";

    /// <summary>How long to wait at most, in milliseconds: 1000 unless said otherwise.</summary>
    public const string WaitName = "x-edge-wait-ms";

    private const int WaitUsual = 1_000;
    private const int WaitMax = 30_000;

    private static readonly DynamoError NotABookmark = new("ValidationException", $"The header {BookmarkName} is not a bookmark that a PoP gave, or {WaitName} is not a number of milliseconds up to 30000.") { Namespace = "com.amazon.coral.validate" };

    /// <summary>SDKs try it again: with luck at a PoP that has it, or when it is here.</summary>
    private static readonly DynamoError NotHere = new("InternalServerError", $"What {BookmarkName} names has not come to this PoP in time.") { Status = 500 };

    /// <summary>Waits, if the request asks for it.</summary>
    /// <returns>Null when the request may run.</returns>
    public async ValueTask<DynamoError?> WaitAsync(Exchange context)
    {
        string text = context.RequestHeaders[BookmarkName].ToString();
        string wait = context.RequestHeaders[WaitName].ToString();
        int milliseconds = WaitUsual;
        if (!Bookmark.TryParse(text, out Bookmark? bookmark)) return NotABookmark;
        if (wait.Length > 0 && (!int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds) || milliseconds > WaitMax)) return NotABookmark;
        if (bookmark.Positions.Count == 0) return null;

        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(milliseconds), time);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.Gone);
        try
        {
            await positions.WaitAsync(bookmark, ending.Token);
            return null;
        }
        catch (OperationCanceledException) when (!context.Gone.IsCancellationRequested)
        {
            return NotHere;
        }
    }

    /// <summary>True if a request belongs to a session that carries bookmarks.</summary>
    public static bool IsAsked(IHeaderDictionary headers) => headers.ContainsKey(BookmarkName);

    /// <summary>Gives the answer what its reader has seen. After the request has run.</summary>
    public void Mark(Exchange context) => context.ResponseHeaders[BookmarkName] = positions.Now.ToString();
}
