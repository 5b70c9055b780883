using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>What users, links and keys promise, whichever database they stand in.</summary>
public abstract class AccessContract : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private Log _log = null!;

    private FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    private RowSeal Seal => field ??= Sealing();

    private List<string> Told { get; } = [];

    private UserTable Users => new(_log.Database, Seal);

    private UserAccounts Accounts => new(Users, new OneTimeLinks(_log.Database, Seal, Time), () => AuditLog.TellsOfManager(_log), Time);

    private ApiKeys Keys => new(Users, Time);

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync()
    {
        _log = new Log(OpenDatabase());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        _log.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The link of the first manager works once and for an hour, and none works once there is a manager. Its code is nowhere in the database.</summary>
    [Fact]
    public void TheFirstLinkWorksOnce()
    {
        string old = Accounts.DrawFirstLink()!;
        Time.Advance(OneTimeLinks.FirstSpan);
        Assert.False(Accounts.IsFirstLink(old));
        Assert.Equal(RefusalKind.Conflict, Accounts.MakeFirst(old, "wang", Password).Refusal!.Kind);

        string code = Accounts.DrawFirstLink()!;
        Assert.True(code.Length >= 22, "128 bits need 22 characters.");
        Assert.True(Accounts.IsFirstLink(code));
        Assert.False(Accounts.IsFirstLink(code[..^1]));
        Assert.False(Accounts.IsPasswordLink(code));
        Assert.Equal(32L, _log.Database.Read(work => work.Number("SELECT max(length(hash)) FROM one_time_link")));
        Assert.Equal(RefusalKind.Bad, Accounts.MakeFirst(code, "wang", "short").Refusal!.Kind);
        Assert.Equal(RefusalKind.Bad, Accounts.MakeFirst(code, "wang fang", Password).Refusal!.Kind);
        Assert.Equal("manager", Accounts.MakeFirst(code, "wang", Password).User!.Role);
        Assert.NotNull(Accounts.MakeFirst(code, "li", Password).Refusal);
        Assert.Null(Accounts.DrawFirstLink());
        Assert.Single(Users.All());
    }

    /// <summary>Of two who use the first link at once one becomes the manager.</summary>
    [Fact]
    public async Task OneBecomesTheFirstManager()
    {
        string code = Accounts.DrawFirstLink()!;
        AppUser?[] made = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => Accounts.MakeFirst(code, $"user{n}", Password).User)));
        Assert.Single(made, user => user != null);
    }

    /// <summary>A user is found by his name in whatever case, chooses his password by a link that works once, and is changed as wanted.</summary>
    [Fact]
    public void AUserIsMadeAndChanged()
    {
        (AppUser? made, string code, _) = Accounts.Add("王芳", "leader", new UserChange("王芳班长", null, "S01", "wang@house.example"), UserAccounts.Console);
        Assert.Equal(RefusalKind.Conflict, Accounts.Add("王芳", "staff", new UserChange(), UserAccounts.Console).Refusal!.Kind);
        Assert.Equal("", Users.Find(made!.Id)!.PasswordHash);
        Assert.NotNull(Accounts.ChoosePassword(code, Password).User);
        Assert.NotNull(Accounts.ChoosePassword(code, Password).Refusal);
        AppUser chosen = Users.FindByName("王芳")!;
        Assert.DoesNotContain(Password, chosen.PasswordHash, StringComparison.Ordinal);
        AppUser changed = Accounts.Change(made.Id, new UserChange(Role: "supervisor"), UserAccounts.Console).User!;
        Assert.Equal(("supervisor", "S01", "wang@house.example", "王芳班长"), (changed.Role, changed.Staff, changed.Mail, changed.Shown));
        Assert.NotEqual(chosen.Stamp, changed.Stamp);
        Assert.Equal(changed.Stamp, Accounts.Change(made.Id, new UserChange(Mail: ""), UserAccounts.Console).User!.Stamp);
        Assert.Equal(RefusalKind.Bad, Accounts.Change(made.Id, new UserChange(Role: "boss"), UserAccounts.Console).Refusal!.Kind);
        Assert.Equal(RefusalKind.Missing, Accounts.Change("nobody", new UserChange(), UserAccounts.Console).Refusal!.Kind);
        Assert.NotNull(Accounts.Delete(made.Id, UserAccounts.Console).User);
        Assert.Null(Users.FindByName("王芳"));
    }

    /// <summary>The last manager can be neither shut, nor made less, nor taken away, also where two try it on each other at once.</summary>
    [Fact]
    public async Task TheLastManagerStays()
    {
        AppUser one = Accounts.Add("one", "manager", new UserChange(), UserAccounts.Console).User!;
        Assert.Equal(RefusalKind.Conflict, Accounts.Change(one.Id, new UserChange(Disabled: true), UserAccounts.Console).Refusal!.Kind);
        Assert.Equal(RefusalKind.Conflict, Accounts.Change(one.Id, new UserChange(Role: "staff"), UserAccounts.Console).Refusal!.Kind);
        Assert.Equal(RefusalKind.Conflict, Accounts.Delete(one.Id, UserAccounts.Console).Refusal!.Kind);
        Assert.Equal((false, "manager"), (Users.Find(one.Id)!.Disabled, Users.Find(one.Id)!.Role));
        AppUser two = Accounts.Add("two", "manager", new UserChange(), UserAccounts.Console).User!;
        await Task.WhenAll(new[] { one, two }.Select(user => Task.Run(() => Accounts.Delete(user.Id, UserAccounts.Console))));
        Assert.Single(Users.All());
    }

    /// <summary>Nobody makes or changes a user who may do more than he himself.</summary>
    [Fact]
    public void NobodyRaisesHimself()
    {
        HashSet<Permission> may = [Permission.ManageUsers, .. Rights.Of("staff")];
        AppUser manager = Accounts.Add("boss", "manager", new UserChange(), UserAccounts.Console).User!;
        Assert.NotNull(Accounts.Add("helper", "staff", new UserChange(), may).User);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Add("other", "manager", new UserChange(), may).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Change(Users.FindByName("helper")!.Id, new UserChange(Role: "manager"), may).Refusal!.Kind);
        Assert.Equal("staff", Users.FindByName("helper")!.Role);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Reset(manager.Id, may).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Delete(manager.Id, may).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotAllowed, Keys.Create("k", ["manage-keys"], null, new Caller("x", "x", "", "", "", "", may)).Refusal!.Kind);
    }

    /// <summary>Five wrong passwords lock a user for a quarter of an hour, for the right one too; trying on does not lengthen it, and wrong ones that come at once all count.</summary>
    [Fact]
    public async Task WrongPasswordsLock()
    {
        string code = Accounts.Add("wang", "staff", new UserChange(), UserAccounts.Console).Code;
        Accounts.ChoosePassword(code, Password);
        using var signIn = new PasswordSignIn(Users, Time);
        Task<(PasswordVerdict Verdict, AppUser? User)> Try(string password) => signIn.CheckAsync("WANG", password, CancellationToken.None);
        Assert.Equal(PasswordVerdict.Right, (await Try(Password)).Verdict);
        for (int i = 1; i < PasswordSignIn.MostFailures; i++)
        {
            Assert.Equal(PasswordVerdict.Wrong, (await Try("wrong")).Verdict);
        }

        Assert.Equal(PasswordVerdict.Right, (await Try(Password)).Verdict);
        using var other = new PasswordSignIn(Users, Time);
        await Task.WhenAll(Enumerable.Range(0, PasswordSignIn.MostFailures).Select(n => Task.Run(() => (n % 2 == 0 ? signIn : other).CheckAsync("wang", "wrong", CancellationToken.None))));
        Assert.Equal(PasswordVerdict.Locked, (await Try(Password)).Verdict);
        Time.Advance(PasswordSignIn.LockSpan - TimeSpan.FromSeconds(1));
        Assert.Equal(PasswordVerdict.Locked, (await Try("wrong")).Verdict);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(PasswordVerdict.Right, (await Try(Password)).Verdict);
        Assert.Equal(PasswordVerdict.Unknown, (await signIn.CheckAsync("nobody", Password, CancellationToken.None)).Verdict);
    }

    /// <summary>Without a password nobody gets in, and who is shut does not with the right one.</summary>
    [Fact]
    public async Task WithoutAPasswordNobodyGetsIn()
    {
        (AppUser? user, string code, _) = Accounts.Add("wang", "staff", new UserChange(), UserAccounts.Console);
        using var signIn = new PasswordSignIn(Users, Time);
        Assert.Equal(PasswordVerdict.Wrong, (await signIn.CheckAsync("wang", "", CancellationToken.None)).Verdict);
        Accounts.ChoosePassword(code, Password);
        Accounts.Change(user!.Id, new UserChange(Disabled: true), UserAccounts.Console);
        Assert.Equal(PasswordVerdict.Disabled, (await signIn.CheckAsync("wang", Password, CancellationToken.None)).Verdict);
    }

    /// <summary>A key is known by its text, of which only a hash is kept, until it is revoked or ends.</summary>
    [Fact]
    public void AKeyWorksUntilItEnds()
    {
        DateTimeOffset end = Time.GetUtcNow().AddDays(1);
        (ApiKey? key, string text, _) = Keys.Create("grafana", ["read-metrics", "read-board"], end, Caller.Console);
        Assert.Matches("^dk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", text);
        Assert.Equal([Permission.ReadBoard, Permission.ReadMetrics], Keys.Find(text)!.Scopes.Order());
        Assert.Equal(32L, _log.Database.Read(work => work.Number("SELECT length(hash) FROM api_key")));
        Assert.Null(Keys.Find(text[..^1] + (text[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(Keys.Find(text + "A"));
        Assert.Null(Keys.Find(""));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(Keys.Find(text));
        Assert.Equal(RefusalKind.Conflict, Keys.Change(key!.Id, "grafana", null, Caller.Console).Refusal!.Kind);
        Assert.Null(Keys.Find(text));
        Assert.NotNull(Keys.Revoke(key.Id).Key);
        Assert.Null(Keys.Find(text));
        Assert.Equal(RefusalKind.Missing, Keys.Revoke(key.Id).Refusal!.Kind);
        Assert.Equal(RefusalKind.Missing, Keys.Change(key.Id, "grafana", null, Caller.Console).Refusal!.Kind);
        Assert.NotNull(Assert.Single(Keys.All()).RevokedAt);
    }

    /// <summary>When a key was used last is written once a minute at most.</summary>
    [Fact]
    public void UseIsNotedOnceAMinute()
    {
        string text = Keys.Create("grafana", [], null, Caller.Console).Text;
        DateTimeOffset first = Time.GetUtcNow();
        Keys.Find(text);
        Time.Advance(TimeSpan.FromSeconds(59));
        Keys.Find(text);
        Assert.Equal(first, Keys.All()[0].LastUsed);
        Time.Advance(TimeSpan.FromSeconds(1));
        Keys.Find(text);
        Assert.Equal(first.AddMinutes(1), Keys.All()[0].LastUsed);
    }

    /// <summary>Whom a provider knows is never taken for a user of the same name, keeps his row, and is what the provider says that he is.</summary>
    [Fact]
    public void AProvidersPeopleAreTheirOwn()
    {
        Accounts.Add("wang", "manager", new UserChange(), UserAccounts.Console);
        AppUser outside = Accounts.Admit("https://login|1", "wang", "王芳", "staff")!;
        Assert.NotEqual("wang", outside.Name);
        Assert.Equal(("staff", "王芳"), (outside.Role, outside.Shown));
        AppUser again = Accounts.Admit("https://login|1", "wang", "王芳", "leader")!;
        Assert.Equal((outside.Id, "leader"), (again.Id, again.Role));
        Assert.NotEqual(outside.Stamp, again.Stamp);
        Accounts.Change(outside.Id, new UserChange(Disabled: true), UserAccounts.Console);
        Assert.Null(Accounts.Admit("https://login|1", "wang", "王芳", "leader"));
        Assert.Equal("li", Accounts.Admit("https://login|2", "li", "", "staff")!.Name);
    }

    /// <summary>What another hand writes into the row of a user lets nobody in, whatever it changes; it is told once, with the name and the remedy, and what is taken over is shut and without a password.</summary>
    [Theory]
    [InlineData("role = 'manager'")]
    [InlineData("password_hash = ''")]
    [InlineData("stamp = 'x'")]
    [InlineData("staff = 'S09'")]
    [InlineData("mail = 'thief@evil.example'")]
    [InlineData("subject = 'https://login|1'")]
    [InlineData("display_name = 'x'")]
    [InlineData("seal = NULL")]
    [InlineData("id = 'x'")]
    [InlineData("name = 'li'")]
    public async Task AnotherHandsUserIsNobody(string change)
    {
        Accounts.ChoosePassword(Accounts.Add("wang", "staff", new UserChange(Staff: "S01"), UserAccounts.Console).Code, Password);
        _log.Database.Write(work => work.Execute("UPDATE app_user SET " + change));
        using var signIn = new PasswordSignIn(Users, Time);
        Assert.Equal(PasswordVerdict.Unknown, (await signIn.CheckAsync("wang", Password, CancellationToken.None)).Verdict);
        Assert.Empty(Users.All());
        Assert.Null(Users.FindByName("wang"));
        Assert.False(Users.HasManager());
        Assert.Equal(RefusalKind.Conflict, Accounts.Add("wang", "staff", new UserChange(), UserAccounts.Console).Refusal!.Kind);
        Assert.Contains("'host-bridge user seal ", Assert.Single(Told), StringComparison.Ordinal);

        (AppUser? user, _) = Accounts.Reseal("wang");
        Assert.Equal((true, ""), (user!.Disabled, user.PasswordHash));
        Assert.Equal(user.Id, Assert.Single(Users.All()).Id);
        Assert.Equal(RefusalKind.Conflict, Accounts.Reseal(user.Name).Refusal!.Kind);
    }

    /// <summary>A user who was shut is not let in again by another hand, and one whom it puts there is none.</summary>
    [Fact]
    public void AnotherHandLetsNobodyIn()
    {
        AppUser user = Accounts.Add("wang", "staff", new UserChange(), UserAccounts.Console).User!;
        Accounts.Change(user.Id, new UserChange(Disabled: true), UserAccounts.Console);
        _log.Database.Write(work => work.Execute("UPDATE app_user SET disabled = 0"));
        Assert.Null(Users.Find(user.Id));
        _log.Database.Write(work => work.Execute("INSERT INTO app_user SELECT 'x', 'evil', 'EVIL', display_name, staff, 'manager', mail, password_hash, stamp, 0, 0, 0, '', made, seal FROM app_user"));
        Assert.Empty(Users.All());
        Assert.Equal(2, Told.Count);
    }

    /// <summary>What another hand writes into the row of a key, or puts there as one, is no key.</summary>
    [Theory]
    [InlineData("scopes = 'manage-users'")]
    [InlineData("scopes = scopes || ' no-such'")]
    [InlineData("expires = 0")]
    [InlineData("maker = 'console'")]
    [InlineData("name = 'x'")]
    [InlineData("made = made + 1")]
    [InlineData("seal = NULL")]
    public void AnotherHandsKeyIsNone(string change)
    {
        AppUser wang = Accounts.Add("wang", "supervisor", new UserChange(), UserAccounts.Console).User!;
        (ApiKey? key, string text, _) = Keys.Create("script", ["read-board"], Time.GetUtcNow().AddDays(1), By(wang));
        Assert.NotNull(Keys.Find(text));
        _log.Database.Write(work => work.Execute("UPDATE api_key SET " + change));
        Assert.Null(Keys.Find(text));
        Assert.Empty(Keys.All());
        Assert.Equal(RefusalKind.Missing, Keys.Change(key!.Id, "y", null, Caller.Console).Refusal!.Kind);
        Assert.Contains($"API key {key.Id}", Assert.Single(Told), StringComparison.Ordinal);
    }

    /// <summary>A key that was revoked is not revived by another hand.</summary>
    [Fact]
    public void AnotherHandRevivesNoKey()
    {
        (ApiKey? key, string text, _) = Keys.Create("script", ["read-board"], null, Caller.Console);
        Keys.Revoke(key!.Id);
        _log.Database.Write(work => work.Execute("UPDATE api_key SET revoked = 0"));
        Assert.Null(Keys.Find(text));
    }

    /// <summary>A one-time link that another hand has written, prolonged or turned to another user does not work.</summary>
    [Theory]
    [InlineData("UPDATE one_time_link SET until = until + 1")]
    [InlineData("UPDATE one_time_link SET user_id = 'x'")]
    [InlineData("UPDATE one_time_link SET seal = NULL")]
    public void AnotherHandsLinkDoesNotWork(string change)
    {
        string code = Accounts.Add("wang", "staff", new UserChange(), UserAccounts.Console).Code;
        Assert.True(Accounts.IsPasswordLink(code));
        _log.Database.Write(work => work.Execute(change));
        Assert.False(Accounts.IsPasswordLink(code));
        Assert.NotNull(Accounts.ChoosePassword(code, Password).Refusal);
        Assert.Single(Told);
    }

    /// <summary>A key of sessions that another hand puts into the database, or moves to another name there, is not used: whoever knew one could write himself any session.</summary>
    [Fact]
    public void AnotherHandsSessionKeyIsNotUsed()
    {
        using var master = new MasterKey(new byte[32]);
        var ring = new KeyRing(_log.Database, master, Seal);
        ring.StoreElement(new XElement("key", new XAttribute("id", 1)), "key-1");
        Assert.Equal("1", Assert.Single(ring.GetAllElements()).Attribute("id")!.Value);
        _log.Database.Write(work => work.Execute("INSERT INTO data_protection_key(name, xml) VALUES('key-2', '<key id=\"2\"/>')"));
        _log.Database.Write(work => work.Execute("INSERT INTO data_protection_key(name, xml) SELECT 'key-3', xml FROM data_protection_key WHERE name = 'key-1'"));
        Assert.Single(ring.GetAllElements());
        Assert.Single(ring.GetAllElements());
        Assert.Equal(2, Told.Count);
    }

    /// <summary>Whoever takes the managers out of the database is given no link by it: that there was one stands in the audit log.</summary>
    [Theory]
    [InlineData("wang", "manager", "signed-in", "", false)]
    [InlineData("console root", "", "user.made", "manager", false)]
    [InlineData("key k x", "", "user.changed", "role = manager", false)]
    [InlineData("demo", "manager", "key.made", "", true)]
    [InlineData("console root", "", "user.made", "staff", true)]
    public void AManagerWhoIsGoneLeavesNoDoor(string by, string role, string action, string detail, bool draws)
    {
        _log.SealWith(new byte[32]).Append([new LogEntry(0, LogKind.Audit, "", "", 0, new AuditAct(by, role, action, "x", detail, "", AuditAct.Ok).ToBody(), Time.GetUtcNow())]);
        Assert.Equal(draws, Accounts.DrawFirstLink() != null);
        Assert.Equal(draws ? 0 : 1, Told.Count);
    }

    /// <summary>A key may do what it was given as far as whoever made it may do it still, and nothing once he is shut, gone or another key that is no good.</summary>
    [Fact]
    public void AKeyNeverExceedsItsMaker()
    {
        AppUser wang = Accounts.Add("wang", "manager", new UserChange(), UserAccounts.Console).User!;
        Accounts.Add("li", "manager", new UserChange(), UserAccounts.Console);
        (ApiKey? key, string text, _) = Keys.Create("script", ["read-board", "manage-keys", "manage-users"], null, By(wang));
        string child = Keys.Create("child", ["read-board", "manage-users"], null, new Caller($"key {key!.Id} script", "", "", "", "", "", key.Scopes, key.Id)).Text;
        Assert.Equal(3, Keys.Find(text)!.Scopes.Count);
        Accounts.Change(wang.Id, new UserChange(Role: "supervisor"), UserAccounts.Console);
        Assert.Equal([Permission.ReadBoard], Keys.Find(text)!.Scopes);
        Assert.Equal([Permission.ReadBoard], Keys.Find(child)!.Scopes);
        Accounts.Change(wang.Id, new UserChange(Disabled: true), UserAccounts.Console);
        Assert.Null(Keys.Find(text));
        Accounts.Change(wang.Id, new UserChange(Disabled: false), UserAccounts.Console);
        Assert.NotNull(Keys.Find(child));
        Keys.Revoke(key.Id);
        Assert.Null(Keys.Find(child));
        string last = Keys.Create("last", ["read-board"], null, By(wang)).Text;
        Accounts.Delete(wang.Id, UserAccounts.Console);
        Assert.Null(Keys.Find(last));
    }

    /// <summary>Nobody changes a key that may do more than he himself, and what was made in a demo is good in no other bridge.</summary>
    [Fact]
    public void NobodyProlongsWhatHeMayNotHave()
    {
        ApiKey key = Keys.Create("script", ["manage-users"], Time.GetUtcNow().AddDays(1), Caller.Console).Key!;
        var by = new Caller("x", "x", "", "", "", "", new HashSet<Permission> { Permission.ManageKeys });
        Assert.Equal(RefusalKind.NotAllowed, Keys.Change(key.Id, "script", null, by).Refusal!.Kind);
        ApiKeys demo = Keys;
        demo.DrawDemo();
        string text = demo.Create("of the demo", ["read-board"], null, new Caller("demo", "demo", "manager", "", "", "", UserAccounts.Console)).Text;
        Assert.NotNull(demo.Find(text));
        Assert.Null(Keys.Find(text));
    }

    private static Caller By(AppUser user) => new(user.Name, user.Name, user.Role, "", user.Id, "", Rights.Of(user.Role));

    private RowSeal Sealing()
    {
        var seal = new RowSeal(new MasterKey(new byte[32]));
        seal.Told += Told.Add;
        return seal;
    }

    /// <summary>Opens the database.</summary>
    protected abstract Database OpenDatabase();
}
