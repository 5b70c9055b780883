using System;
using System.Security.Claims;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DutyKiosk.HostBridge.Access;

/// <summary>A user as Identity holds one: it is given a row and gives back what it changes.</summary>
public sealed class SessionUser(AppUser row)
{
    /// <summary>The row.</summary>
    public AppUser Row { get; set; } = row;
}

/// <summary>
/// The users as ASP.NET Core Identity asks for them: it makes and checks sessions. Rules about users stand in <see cref="UserAccounts"/>, and passwords and locks in
/// <see cref="PasswordSignIn"/>, which goes by the bridge's clock where Identity would go by the machine's.
/// </summary>
public sealed class IdentityUsers(UserTable users) : IUserSecurityStampStore<SessionUser>
{
    /// <inheritdoc/>
    public Task<SessionUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(users.Find(userId) is { } row ? new SessionUser(row) : null);

    /// <inheritdoc/>
    public Task<SessionUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(users.FindByName(normalizedUserName) is { } row ? new SessionUser(row) : null);

    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(SessionUser user, CancellationToken cancellationToken) => Task.FromResult(user.Row.Id);

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(SessionUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Row.Name);

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(SessionUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Row.Name.ToUpperInvariant());

    /// <inheritdoc/>
    public Task<string?> GetSecurityStampAsync(SessionUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Row.Disabled ? "" : user.Row.Stamp);

    /// <inheritdoc/>
    public Task SetSecurityStampAsync(SessionUser user, string stamp, CancellationToken cancellationToken)
    {
        user.Row = user.Row with { Stamp = stamp };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SetUserNameAsync(SessionUser user, string? userName, CancellationToken cancellationToken)
    {
        user.Row = user.Row with { Name = userName ?? "" };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SetNormalizedUserNameAsync(SessionUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IdentityResult> CreateAsync(SessionUser user, CancellationToken cancellationToken)
    {
        users.Database.Write(work => users.Insert(work, user.Row));
        return Task.FromResult(IdentityResult.Success);
    }

    /// <inheritdoc/>
    public Task<IdentityResult> UpdateAsync(SessionUser user, CancellationToken cancellationToken)
    {
        users.Database.Write(work => users.Update(work, user.Row));
        return Task.FromResult(IdentityResult.Success);
    }

    /// <inheritdoc/>
    public Task<IdentityResult> DeleteAsync(SessionUser user, CancellationToken cancellationToken)
    {
        users.Database.Write(work => UserTable.Delete(work, user.Row.Id));
        return Task.FromResult(IdentityResult.Success);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The table is the bridge's and outlives every request.
    }
}

/// <summary>What a session says of its user.</summary>
public sealed class SessionClaims(UserManager<SessionUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<SessionUser>(users, options)
{
    /// <inheritdoc/>
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(SessionUser user)
    {
        ClaimsIdentity identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Caller.RoleClaim, user.Row.Role));
        identity.AddClaim(new Claim(Caller.StaffClaim, user.Row.Staff));
        identity.AddClaim(new Claim(Caller.ShownClaim, user.Row.Shown));
        return identity;
    }
}
