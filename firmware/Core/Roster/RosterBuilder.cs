using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Roster
{
    /// <summary>
    /// Puts the pages of a roster on flash, one at a time and in order, beside the old roster, which stays in force until the last page fits the manifest. The
    /// device has room for one page at a time.
    /// </summary>
    public sealed class RosterBuilder
    {
        private const int MaxPages = 512;
        private const int MaxStaff = 10000;
        private const int MaxShifts = 1000;
        private const int MaxChecks = 1000;

        private readonly RosterManifest _manifest;
        private readonly byte[] _hash;
        private readonly TwoSlots _slots;
        private readonly ByteBuffer _page = new ByteBuffer(1024);
        private readonly ByteBuffer _pageMacs;
        private int _staff;
        private int _shifts;
        private int _checks;

        private RosterBuilder(RosterManifest manifest, byte[] hash, TwoSlots slots)
        {
            _manifest = manifest;
            _hash = hash;
            _slots = slots;
            _pageMacs = new ByteBuffer(manifest.Pages * RecordJson.MacBytes);
            NextPage = 1;
        }

        /// <summary>The number of the page that it waits for.</summary>
        public int NextPage { get; private set; }

        /// <summary>The version that is being put together.</summary>
        public long Version
        {
            get { return _manifest.Version; }
        }

        /// <summary>True when every page is there.</summary>
        public bool Complete
        {
            get { return NextPage > _manifest.Pages; }
        }

        /// <summary>Begins a roster; null when the manifest asks for what no terminal holds, or flash failed.</summary>
        public static RosterBuilder? Begin(RosterManifest manifest, TwoSlots slots)
        {
            byte[]? hash = Hex.Parse(manifest.Hash, RecordJson.MacBytes);
            if (hash == null || manifest.Version < 1 || manifest.Version > uint.MaxValue || manifest.Pages < 1 || manifest.Pages > MaxPages
                || manifest.StaffCount < 0 || manifest.StaffCount > MaxStaff || manifest.ShiftCount < 0 || manifest.ShiftCount > MaxShifts
                || manifest.CheckCount < 0 || manifest.CheckCount > MaxChecks)
            {
                return null;
            }

            ByteBuffer head = new ByteBuffer(48);
            RosterTable.WriteHead(head, (uint)manifest.Version, hash, manifest.StaffCount, manifest.ShiftCount, manifest.CheckCount);
            return slots.Begin() && slots.Add(head.Bytes, head.Length) ? new RosterBuilder(manifest, hash, slots) : null;
        }

        /// <summary>Adds the page that it waits for; false when the page does not fit or flash failed, and the roster is then to be begun anew.</summary>
        public bool Add(RosterPage page, byte[] mac)
        {
            if (page.Version != _manifest.Version || page.Page != NextPage || Complete)
            {
                return false;
            }

            _page.Clear();
            _page.Byte(0);
            _page.Byte(0);
            if (!AddStaff(page.Staff) || !AddShifts(page.Shifts) || !AddChecks(page.Checks))
            {
                return false;
            }

            int length = _page.Length - 2;
            _page.Bytes[0] = (byte)(length >> 8);
            _page.Bytes[1] = (byte)length;
            if (!_slots.Add(_page.Bytes, _page.Length))
            {
                return false;
            }

            _pageMacs.Raw(mac, 0, RecordJson.MacBytes);
            NextPage++;
            return true;
        }

        /// <summary>Puts the roster in the place of the old one on flash; false when it is not what the manifest promised, or flash failed.</summary>
        public bool Finish(byte[] key, Signing.ISigner signer)
        {
            if (!Complete || _staff != _manifest.StaffCount || _shifts != _manifest.ShiftCount || _checks != _manifest.CheckCount)
            {
                return false;
            }

            byte[] hash = signer.Hmac(key, _pageMacs.Bytes, _pageMacs.Length);
            for (int i = 0; i < _hash.Length; i++)
            {
                if (_hash[i] != hash[i])
                {
                    return false;
                }
            }

            return _slots.End();
        }

        private bool AddStaff(StaffEntry[]? entries)
        {
            int count = entries == null ? 0 : entries.Length;
            _page.Varint(count);
            for (int i = 0; i < count; i++)
            {
                byte[]? badge = Hex.Parse(entries![i].Badge, 8);
                string? staff = entries[i].Staff;
                int role = RoleOf(entries[i].Role);
                if (badge == null || !PersonId.IsValid(staff) || role < 0)
                {
                    return false;
                }

                StaffRows.Write(_page, badge, staff!, (Role)role, entries[i].Blocked);
                _staff++;
            }

            return true;
        }

        private bool AddShifts(ShiftEntry[]? entries)
        {
            int count = entries == null ? 0 : entries.Length;
            _page.Varint(count);
            for (int i = 0; i < count; i++)
            {
                ShiftEntry shift = entries![i];
                if (!PersonId.IsValid(shift.Id) || shift.Start < 0 || shift.End <= shift.Start || shift.End > uint.MaxValue
                    || (shift.Leader != null && !PersonId.IsValid(shift.Leader)) || !AllValid(shift.Deputies) || !AllValid(shift.Crew) || !AllValid(shift.Doubles))
                {
                    return false;
                }

                int people = (shift.Leader == null ? 0 : 1) + Count(shift.Deputies) + Count(shift.Crew) + Count(shift.Doubles);
                if (people > 255)
                {
                    return false;
                }

                _page.Text(shift.Id!);
                _page.UInt32((uint)shift.Start);
                _page.UInt32((uint)shift.End);
                _page.Byte(people);
                if (shift.Leader != null)
                {
                    _page.Byte(ShiftPart.Leader);
                    _page.Text(shift.Leader);
                }

                WritePeople(shift.Deputies, ShiftPart.Deputy);
                WritePeople(shift.Crew, ShiftPart.Crew);
                WritePeople(shift.Doubles, ShiftPart.Double);
                _shifts++;
            }

            return true;
        }

        private bool AddChecks(CheckEntry[]? entries)
        {
            int count = entries == null ? 0 : entries.Length;
            _page.Varint(count);
            for (int i = 0; i < count; i++)
            {
                if (!PersonId.IsValid(entries![i].Id) || entries[i].Due < 0 || entries[i].Due > uint.MaxValue)
                {
                    return false;
                }

                _page.Text(entries[i].Id!);
                _page.UInt32((uint)entries[i].Due);
                _checks++;
            }

            return true;
        }

        private void WritePeople(string[]? people, int part)
        {
            for (int i = 0; i < Count(people); i++)
            {
                _page.Byte(part);
                _page.Text(people![i]);
            }
        }

        private static int Count(string[]? people)
        {
            return people == null ? 0 : people.Length;
        }

        private static bool AllValid(string[]? people)
        {
            for (int i = 0; i < Count(people); i++)
            {
                if (!PersonId.IsValid(people![i]))
                {
                    return false;
                }
            }

            return true;
        }

        private static int RoleOf(string? role)
        {
            switch (role)
            {
                case "operator":
                    return (int)Role.Operator;
                case "leader":
                    return (int)Role.Leader;
                case "supervisor":
                    return (int)Role.Supervisor;
                case "manager":
                    return (int)Role.Manager;
                case "auditor":
                    return (int)Role.Auditor;
                default:
                    return -1;
            }
        }
    }
}
