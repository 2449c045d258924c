#:project ../Gateway.Crdt/Gateway.Crdt.csproj
#:property PublishAot=false

// Two PoPs write the same cart while they cannot see each other. Run it with: dotnet run examples/two-pops.cs
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;

ItemKey key = new("carts|alice"u8.ToArray());
HybridClock west = new(TimeProvider.System, ReplicaId.Create());
HybridClock east = new(TimeProvider.System, ReplicaId.Create());

// The item, put in the west and known in the east.
Value cart = Value.Map(("lines", Value.List(Value.String("apple"))), ("total", Value.Number(3)));
Document start = Write(Document.Empty(key), west, new DocumentEdit.PutItem(cart)).Document;

// West: list_append(lines, :pear) and total + 2. East: list_append(lines, :plum), total + 5, and a note.
ValuePath lines = "lines";
(Document Document, byte[] Delta) inTheWest = Write(start, west, new DocumentEdit.Append(lines, Value.List(Value.String("pear"))), new DocumentEdit.Increment("total", 2));
(Document Document, byte[] Delta) inTheEast = Write(start, east, new DocumentEdit.Append(lines, Value.List(Value.String("plum"))), new DocumentEdit.Increment("total", 5), new DocumentEdit.Assign("note", Value.String("ring twice")));
Console.WriteLine($"west shows   {inTheWest.Document.Visible}");
Console.WriteLine($"east shows   {inTheEast.Document.Visible}");

// Each delta travels as bytes to the other one.
inTheWest.Document.ApplyRemote(DeltaCodec.DecodeForeign(inTheEast.Delta), west.Replica, out Document westEnd);
inTheEast.Document.ApplyRemote(DeltaCodec.DecodeForeign(inTheWest.Delta), east.Replica, out Document eastEnd);
Console.WriteLine($"both show    {westEnd.Visible}");
Console.WriteLine($"same bytes   {DocumentCodec.Encode(westEnd).AsSpan().SequenceEqual(DocumentCodec.Encode(eastEnd))}, hash {DocumentHash.Of(eastEnd):x32}");

static (Document Document, byte[] Delta) Write(Document document, HybridClock clock, params DocumentEdit[] edits)
{
    Delta delta = EditPlanner.Plan(document, edits, clock.Next(document.Context));
    document.Apply(delta, out Document after);
    return (after, DeltaCodec.Encode(delta));
}
