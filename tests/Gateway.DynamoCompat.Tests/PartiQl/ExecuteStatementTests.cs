namespace Gateway.DynamoCompat.Tests.PartiQl;

public sealed class ExecuteStatementTests : IAsyncLifetime
{
    private readonly StatementPop pop = new();

    public async ValueTask InitializeAsync()
    {
        await pop.WithTable("Music", "Artist S", "SongTitle S");
        await pop.WithTable("Counters", "id N");
        await pop.Run("INSERT INTO \"Music\" VALUE {'Artist':'Acme Band','SongTitle':'PartiQL Rocks','Awards':{'Grammys':[2020,2018]},'Genre':'Rock','Plays':7,'Tags':<<'a','b'>>}");
    }

    public ValueTask DisposeAsync()
    {
        pop.Dispose();
        return default;
    }

    [Fact]
    public async Task Inserted_items_can_be_selected()
    {
        Assert.Equal("", await pop.Run("INSERT INTO Counters VALUE {'id': 1, 's': 'it''s', 'n': -1.50, 'b': TRUE, 'z': NULL, 'l': [1, 'x', []], 'm': {'k': {}}, 'ns': <<2, 1>>}"));
        Assert.Equal("{b:true, id:1, l:[1, 'x', []], m:{k:{}}, n:-1.5, ns:<<1, 2>>, s:'it's', z:null}", await pop.Run("SELECT * FROM Counters WHERE id = 1"));
    }

    [Fact]
    public async Task Parameters_take_the_places_of_question_marks()
    {
        await pop.Run("INSERT INTO Counters VALUE {'id': ?, 'v': ?}", """{"N":"5"}""", """{"B":"AQI="}""");

        Assert.Equal("{v:base64 AQI=}", await pop.Run("SELECT v FROM Counters WHERE id = ?", """{"N":"5"}"""));
    }

    [Theory]
    [InlineData("INSERT INTO Music VALUE {'Artist':'Acme Band','SongTitle':'PartiQL Rocks'}", "DuplicateItemException: Duplicate primary key exists in table")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'Acme Band'}", "ValidationException: One or more parameter values were invalid: Missing the key SongTitle in the item")]
    [InlineData("INSERT INTO Music VALUE {'Artist':1,'SongTitle':'x'}", "ValidationException: One or more parameter values were invalid: Type mismatch for key Artist expected: S actual: N")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'','SongTitle':'x'}", "ValidationException: One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: Artist")]
    [InlineData("INSERT INTO Nowhere VALUE {'Artist':'x'}", "ResourceNotFoundException: Requested resource not found")]
    [InlineData("INSERT INTO Music.idx VALUE {'Artist':'x'}", "ValidationException: FROM clause may only contain a single table name")]
    [InlineData("INSERT INTO Music VALUES ('x', 'y')", "ValidationException: Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO tableName VALUE item\" instead")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':<<>>}", "ValidationException: Empty bags are not supported")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':<<1,'a'>>}", "ValidationException: Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':<<'a','b','a'>>}", "ValidationException: One or more parameter values were invalid: Input collection [a, b, a] contains duplicates.")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':<<1,1.0>>}", "ValidationException: One or more parameter values were invalid: Input collection [1, 1.0] contains duplicates! under root")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':1e126}", "ValidationException: Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':1e-131}", "ValidationException: Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':123456789012345678901234567890123456789}", "ValidationException: DynamoDB only supports precision up to 38 digits")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y','v':b}", "ValidationException: Unsupported data type: VariableReference under key root at 1:59:1")]
    [InlineData("INSERT INTO Music VALUE {'Artist':'x','SongTitle':'y'} RETURNING ALL OLD *", "ValidationException: Invalid returning clause: RETURNING ALL OLD *. RETURNING is not allowed in INSERT statements.")]
    public Task An_insert_is_refused(string statement, string answer) => Answers(answer, statement);

    [Fact]
    public async Task A_parameter_stands_for_a_whole_value_only()
    {
        const string five = """{"N":"5"}""";

        Assert.Equal("ValidationException: Unsupported data type: Parameter under key root.k at 1:49:1", await pop.Run("INSERT INTO Counters VALUE {'id': 5, 'm': {'k': ?}}", five));
        Assert.Equal("ValidationException: Unsupported data type: Parameter under key root[1].k at 1:53:1", await pop.Run("INSERT INTO Counters VALUE {'id': 5, 'm': [0, {'k': ?}]}", five));
        Assert.Equal("ValidationException: Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags", await pop.Run("INSERT INTO Counters VALUE {'id': 5, 'm': <<?>>}", five));
    }

    [Fact]
    public async Task A_literal_nests_as_deep_as_an_attribute_may()
    {
        string Nested(int levels) => "INSERT INTO Counters VALUE {'id': 7, 'v': " + new string('[', levels) + "1" + new string(']', levels) + "}";

        Assert.StartsWith("ValidationException: Nesting Levels have exceeded supported limits under root[0][0]", await pop.Run(Nested(32)));
        Assert.Equal("", await pop.Run(Nested(31)));
    }

    [Theory]
    [InlineData("SELECT Awards.Grammys[1] FROM Music WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'", "{Grammys[1]:2018}")]
    [InlineData("SELECT Genre, Awards.Grammys, Lacking FROM Music WHERE Artist='Acme Band'", "{Genre:'Rock', Grammys:[2020, 2018]}")]
    [InlineData("SELECT Lacking FROM Music", "{}")]
    [InlineData("SELECT \"Plays\" FROM \"Music\" WHERE \"Plays\" BETWEEN 5 AND 8", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE Plays <> 7", "")]
    [InlineData("SELECT Plays FROM Music WHERE 5 < Plays AND NOT Plays >= 8", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE Genre IN ['Pop', 'Rock']", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE Genre IN ('Pop', 'Jazz')", "")]
    [InlineData("SELECT Plays FROM Music WHERE Genre NOT IN ['Pop']", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE begins_with(Genre, 'Ro') AND contains(Tags, 'a') AND size(Tags) = 2", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE attribute_type(Awards, 'M') AND attribute_exists(Genre) AND attribute_not_exists(Price)", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE Awards.Grammys[0] = 2020 AND Price IS MISSING AND Genre IS NOT MISSING", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE Genre IS NULL", "")]
    [InlineData("SELECT Plays FROM Music WHERE Genre IS NOT NULL", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE attribute_exists(Genre) = true AND attribute_exists(Price) = false AND contains(Genre, 'z') <> TRUE", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE attribute_exists(Genre) = 1", "")]
    [InlineData("SELECT Plays FROM Music WHERE Tags = <<'b','a'>> AND Awards = {'Grammys':[2020,2018]}", "{Plays:7}")]
    [InlineData("SELECT Plays FROM Music WHERE Artist = \"Acme Band\"", "")]
    [InlineData("SELECT Plays FROM Music WHERE Plays = -7 OR (Plays > 6 AND (Genre = 'Rock' OR Genre = 'Pop'))", "{Plays:7}")]
    public Task A_select_answers(string statement, string answer) => Answers(answer, statement);

    [Theory]
    [InlineData("SELECT COUNT(*) FROM Music", "Unexpected path component at 1:8:5")]
    [InlineData("SELECT Plays + 1 FROM Music", "Unexpected path component at 1:14:1")]
    [InlineData("SELECT 'x' FROM Music", "Unexpected path component at 1:8:3")]
    [InlineData("SELECT a.b, b FROM Music", "Duplicate identifiers in select clause: b")]
    [InlineData("SELECT l[-1] FROM Music", "List index is not within the allowable range; index: [-1] at 1:11:1")]
    [InlineData("SELECT l[2147483648] FROM Music", "List index is not within the allowable range; index: [2147483648] at 1:10:10")]
    [InlineData("SELECT * FROM Music LIMIT 5", "Unsupported clause: LIMIT at 1:27:1")]
    [InlineData("SELECT * FROM Music, Counters", "Only select from a single table or index is supported.")]
    [InlineData("SELECT * FROM Music JOIN Counters ON a = b", "Only select from a single table or index is supported.")]
    [InlineData("SELECT * FROM Music.a.b", "A path may contain at most 2 components in the FROM clause")]
    [InlineData("SELECT * FROM \"\"", "Path component cannot be an empty string")]
    [InlineData("SELECT * FROM ?", "Number of parameters in request and statement don't match.")]
    [InlineData("SELECT * FROM Music-2", "Unexpected from source at 1:20:1")]
    [InlineData("SELECT * FROM Music WHERE Artist = ?", "Number of parameters in request and statement don't match.")]
    [InlineData("SELECT * FROM Music WHERE Plays = 5 + 5", "Unsupported operator in Condition Expression. Operator: +")]
    [InlineData("SELECT * FROM Music WHERE Plays = -Plays", "Incorrect number of operands for operator or function; operator or function: -, number of operands: 1")]
    [InlineData("SELECT * FROM Music WHERE EXISTS(SELECT * FROM Music)", "Unexpected path component at 1:27:6")]
    [InlineData("SELECT * FROM Music WHERE attribute_type(Genre, 'X')", "Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}")]
    [InlineData("SELECT * FROM Music WHERE Plays > TRUE", "Incorrect operand type for operator or function; operator or function: >, operand type: BOOL")]
    [InlineData("SELECT * FROM Music WHERE Plays BETWEEN 1 AND NULL", "Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: NULL")]
    [InlineData("SELECT * FROM Music WHERE Plays BETWEEN 8 AND 5", "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:8}, upper bound operand: AttributeValue: {N:5}")]
    [InlineData("SELECT * FROM Music WHERE nonsense(Plays)", "Invalid function name; function: nonsense")]
    [InlineData("SELECT * FROM Music WHERE contains(Plays)", "Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1")]
    [InlineData("SELECT * FROM Music WHERE Plays = contains(Genre, 'a')", "Unexpected path component at 1:27:5")]
    [InlineData("EXISTS(SELECT * FROM Music WHERE Artist='x' AND SongTitle='y' AND Plays=1)", "EXISTS can only be used in ExecuteTransaction write requests.")]
    [InlineData("SELECT * FROM Music ORDER BY Artist", "Must have WHERE clause in the statement when using ORDER BY clause.")]
    [InlineData("SELECT * FROM Music WHERE Artist='x' ORDER BY Plays", "Attribute Plays in ORDER BY clause must be part of the primary key")]
    [InlineData("SELECT * FROM Music WHERE SongTitle='x' ORDER BY SongTitle", "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.")]
    [InlineData("SELECT * FROM Music WHERE Artist IN ['x','y'] ORDER BY SongTitle", "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.")]
    [InlineData("SELECT * FROM Music WHERE Artist = 5", "Key attribute's data type should match its data type in table's schema: Key Artist")]
    [InlineData("SELECT * FROM Music WHERE Artist = TRUE", "Key value must be of type S, N, or B. Key name: Artist, Key type: BOOL")]
    [InlineData("SELECT * FROM Music.nope", "The table does not have the specified index")]
    public Task A_select_is_refused(string statement, string message) => Answers("ValidationException: " + message, statement);

    [Theory]
    [InlineData("SET Plays = Plays + 1", "{Plays:8}")]
    [InlineData("SET Plays = Plays + 1 - 3", "{Plays:5}")]
    [InlineData("SET Plays = (Plays + 1) - (2 - 1)", "{Plays:7}")]
    [InlineData("SET Plays = 1 + Plays", "{Plays:8}")]
    [InlineData("SET Plays = Plays - -1", "{Plays:8}")]
    [InlineData("SET Genre = 'Pop', Price = 2 REMOVE Tags", "{Genre:'Pop', Price:2}")]
    [InlineData("SET Awards.Grammys[2] = 2022", "{Awards:{Grammys:[2022]}}")]
    [InlineData("SET Awards.Grammys = list_append(Awards.Grammys, [2021])", "{Awards:{Grammys:[2020, 2018, 2021]}}")]
    [InlineData("SET Awards.Grammys = LIST_APPEND([2021], Awards.Grammys)", "{Awards:{Grammys:[2021, 2020, 2018]}}")]
    [InlineData("REMOVE Awards.Grammys[0]", "{Awards:{Grammys:[2018]}}")]
    [InlineData("SET Tags = set_add(Tags, <<'c'>>)", "{Tags:<<'a', 'b', 'c'>>}")]
    [InlineData("SET Tags = set_delete(Tags, <<'a'>>)", "{Tags:<<'b'>>}")]
    [InlineData("SET Numbers = set_add(Numbers, <<1>>)", "{Numbers:<<1>>}")]
    [InlineData("SET Copy = Genre", "{Copy:'Rock'}")]
    public async Task An_update_changes(string clauses, string modified)
    {
        string answer = await pop.Run($"UPDATE Music {clauses} WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks' RETURNING MODIFIED NEW *");

        Assert.Equal(modified, answer);
    }

    [Theory]
    [InlineData("ALL OLD", "{Artist:'Acme Band', Awards:{Grammys:[2020, 2018]}, Genre:'Rock', Plays:7, SongTitle:'PartiQL Rocks', Tags:<<'a', 'b'>>}")]
    [InlineData("ALL NEW", "{Artist:'Acme Band', Awards:{Grammys:[2020, 2018]}, Genre:'Rock', Plays:8, SongTitle:'PartiQL Rocks', Tags:<<'a', 'b'>>, x:1}")]
    [InlineData("MODIFIED OLD", "{Plays:7}")]
    [InlineData("MODIFIED NEW", "{Plays:8, x:1}")]
    public async Task An_update_returns(string what, string returned)
    {
        Assert.Equal(returned, await pop.Run($"UPDATE Music SET Plays = 8 SET x = 1 WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks' RETURNING {what} *"));
    }

    [Theory]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='Acme Band' AND SongTitle='Unknown'", "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks' AND Plays > 7", "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='Acme Band'", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("UPDATE Music SET Plays = 1", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='Acme Band' AND SongTitle IN ['x']", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='Acme Band' OR SongTitle='x'", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='a' AND SongTitle='x' AND Artist='b'", "ValidationException: Multiple conditions on same key Artist. Only single item Update/Insert/Delete are supported")]
    [InlineData("UPDATE Music SET Plays = 1 WHERE Artist='a' AND SongTitle=1", "ValidationException: The provided key element does not match the schema")]
    [InlineData("UPDATE Music SET Artist = 'x' WHERE Artist='a' AND SongTitle='x'", "ValidationException: One or more parameter values were invalid: Cannot update attribute Artist. This attribute is part of the key")]
    [InlineData("UPDATE Music SET a = 1, a = 2 WHERE Artist='a' AND SongTitle='x'", "ValidationException: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]")]
    [InlineData("UPDATE Music SET a.b = 1 WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'", "ValidationException: The document path provided in the update expression is invalid for update")]
    [InlineData("UPDATE Music SET a = b + 1 WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'", "ValidationException: The provided expression refers to an attribute that does not exist in the item")]
    [InlineData("UPDATE Music SET a = Genre + 1 WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'", "ValidationException: An operand in the update expression has an incorrect data type")]
    [InlineData("UPDATE Music SET a = 'x' + 1 WHERE Artist='a' AND SongTitle='x'", "ValidationException: Incorrect operand type for operator or function; operator or function: +, operand type: S")]
    [InlineData("UPDATE Music SET t = set_add(ss, <<'x'>>) WHERE Artist='a' AND SongTitle='x'", "ValidationException: The first argument to SET_ADD must equal the assignment value at 1:22:7")]
    [InlineData("UPDATE Music SET t = set_delete(t, 'x') WHERE Artist='a' AND SongTitle='x'", "ValidationException: The second argument to SET_DELETE must be a value with type SET at 1:33:1")]
    [InlineData("UPDATE Music SET t = if_not_exists(t, 1) WHERE Artist='a' AND SongTitle='x'", "ValidationException: Invalid function name; function: if_not_exists")]
    [InlineData("UPDATE Music.idx SET t = 1 WHERE Artist='a' AND SongTitle='x'", "ValidationException: This operation is not supported on an index")]
    [InlineData("UPDATE Nowhere SET t = 1 WHERE Artist='a' AND SongTitle='x'", "ResourceNotFoundException: Requested resource not found")]
    public async Task An_update_is_refused(string statement, string answer)
    {
        Assert.Equal(answer, await pop.Run(statement));
        Assert.Equal("{Plays:7}", await pop.Run("SELECT Plays FROM Music WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'"));
    }

    [Fact]
    public async Task An_update_never_creates_an_item()
    {
        await pop.Run("UPDATE Counters SET n = 1 WHERE id = 9");

        Assert.Equal("", await pop.Run("SELECT * FROM Counters"));
    }

    [Fact]
    public async Task A_refused_write_shows_the_item_when_asked()
    {
        string body = StatementPop.Body("UPDATE Music SET Plays = 1 WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks' AND Plays = 0");

        string answer = await pop.Execute(body[..^1] + ",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}");

        Assert.StartsWith("ConditionalCheckFailedException: The conditional request failed Item {Artist:'Acme Band'", answer);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" AND Plays = 7", "")]
    [InlineData(" RETURNING ALL OLD *", "{Artist:'Acme Band', Awards:{Grammys:[2020, 2018]}, Genre:'Rock', Plays:7, SongTitle:'PartiQL Rocks', Tags:<<'a', 'b'>>}")]
    public async Task A_delete_removes_the_item(string rest, string returned)
    {
        Assert.Equal(returned, await pop.Run("DELETE FROM Music WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks'" + rest));
        Assert.Equal("", await pop.Run("SELECT * FROM Music"));
    }

    [Theory]
    [InlineData("DELETE FROM Music WHERE Artist='Acme Band' AND SongTitle='Unknown'", "")]
    [InlineData("DELETE FROM Music WHERE Artist='Acme Band' AND SongTitle='Unknown' AND Plays = 5 RETURNING ALL OLD *", "")]
    [InlineData("DELETE FROM Music WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks' AND Plays = 5", "ConditionalCheckFailedException: The conditional request failed")]
    [InlineData("DELETE FROM Music WHERE Genre='Rock'", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("DELETE FROM Music", "ValidationException: Where clause does not contain a mandatory equality on all key attributes")]
    [InlineData("DELETE FROM Music WHERE Artist='Acme Band' AND SongTitle='PartiQL Rocks' RETURNING ALL NEW *", "ValidationException: Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in DELETE statements.")]
    public async Task A_delete_leaves_the_others(string statement, string answer)
    {
        Assert.Equal(answer, await pop.Run(statement));
        Assert.Equal("{Plays:7}", await pop.Run("SELECT Plays FROM Music"));
    }

    [Fact]
    public async Task Half_a_character_is_refused()
    {
        string statement = await pop.Execute("""{"Statement":"INSERT INTO Counters VALUE {'id': 1, 's': '\ud800'}"}""");
        string parameter = await pop.Execute("""{"Statement":"INSERT INTO Counters VALUE {'id': 1, 's': ?}","Parameters":[{"S":"\ud800"}]}""");

        Assert.StartsWith("SerializationException", statement);
        Assert.StartsWith("SerializationException", parameter);
    }

    [Fact]
    public async Task Capacity_is_told_when_asked()
    {
        string select = await pop.Execute("""{"Statement":"SELECT * FROM Music","ReturnConsumedCapacity":"TOTAL"}""");
        string insert = await pop.Execute("""{"Statement":"INSERT INTO Counters VALUE {'id': 1}","ReturnConsumedCapacity":"INDEXES"}""");

        Assert.EndsWith(""","ConsumedCapacity":{"TableName":"Music","CapacityUnits":0.5}}""", select);
        Assert.Equal("""{"Items":[],"ConsumedCapacity":{"TableName":"Counters","CapacityUnits":1.0,"Table":{"CapacityUnits":1.0}}}""", insert);
    }

    [Theory]
    [InlineData("""{"Statement":""}""", "1 validation error detected: Value '' at 'statement' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("""{"Statement":"x","Parameters":[]}""", "1 validation error detected: Value '[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("""{"Statement":"x","Limit":0}""", "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("""{"Statement":"SELECT * FROM Music WHERE Artist = ?","Parameters":[{"N":"abc"}]}""", "The parameter cannot be converted to a numeric value: abc")]
    public async Task Requests_break_constraints(string body, string message) => Assert.Equal("ValidationException: " + message, await pop.Execute(body));

    private async Task Answers(string answer, string statement) => Assert.Equal(answer, await pop.Run(statement));
}
