using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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

    private UserTable Users => new(_log.Database);

    private UserAccounts Accounts => new(Users, new OneTimeLinks(_log.Database, Time), Time);

    private ApiKeys Keys => new(_log.Database, Time);

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
        System.Collections.Generic.HashSet<Permission> may = [Permission.ManageUsers, Permission.ReadBoard, Permission.Own];
        AppUser manager = Accounts.Add("boss", "manager", new UserChange(), UserAccounts.Console).User!;
        Assert.NotNull(Accounts.Add("helper", "staff", new UserChange(), may).User);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Add("other", "manager", new UserChange(), may).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Change(Users.FindByName("helper")!.Id, new UserChange(Role: "manager"), may).Refusal!.Kind);
        Assert.Equal("staff", Users.FindByName("helper")!.Role);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Reset(manager.Id, may).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotAllowed, Accounts.Delete(manager.Id, may).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotAllowed, Keys.Create("k", ["manage-keys"], null, "x", may).Refusal!.Kind);
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
        (ApiKey? key, string text, _) = Keys.Create("grafana", ["read-metrics", "read-board"], end, "wang", UserAccounts.Console);
        Assert.Matches("^dk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", text);
        Assert.Equal([Permission.ReadBoard, Permission.ReadMetrics], Keys.Find(text)!.Scopes.Order());
        Assert.Equal(32L, _log.Database.Read(work => work.Number("SELECT length(hash) FROM api_key")));
        Assert.Null(Keys.Find(text[..^1] + (text[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(Keys.Find(text + "A"));
        Assert.Null(Keys.Find(""));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(Keys.Find(text));
        Keys.Change(key!.Id, "grafana", null);
        Assert.NotNull(Keys.Find(text));
        Assert.NotNull(Keys.Revoke(key.Id).Key);
        Assert.Null(Keys.Find(text));
        Assert.Equal(RefusalKind.Missing, Keys.Revoke(key.Id).Refusal!.Kind);
        Assert.Equal(RefusalKind.Missing, Keys.Change(key.Id, "grafana", null).Refusal!.Kind);
        Assert.NotNull(Assert.Single(Keys.All()).RevokedAt);
    }

    /// <summary>When a key was used last is written once a minute at most.</summary>
    [Fact]
    public void UseIsNotedOnceAMinute()
    {
        string text = Keys.Create("grafana", [], null, "wang", UserAccounts.Console).Text;
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

    /// <summary>Opens the database.</summary>
    protected abstract Database OpenDatabase();
}
