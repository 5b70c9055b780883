using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Roster
{
    /// <summary>
    /// Puts the pages of a roster together, one at a time and in order, as the device has no room for all of them at once. What is put
    /// together are the bytes that go to flash; the old roster stays in force until the last page fits the manifest.
    /// </summary>
    public sealed class RosterBuilder
    {
        private const int MaxPages = 512;
        private const int MaxStaff = 10000;
        private const int MaxShifts = 1000;

        private readonly RosterManifest _manifest;
        private readonly byte[] _rows;
        private readonly ByteBuffer _shifts = new ByteBuffer(1024);
        private readonly ByteBuffer _checks = new ByteBuffer(32);
        private readonly ByteBuffer _pageMacs;
        private int _staff;
        private int _shiftCount;
        private int _checkCount;

        private RosterBuilder(RosterManifest manifest)
        {
            _manifest = manifest;
            _rows = new byte[manifest.StaffCount * RosterTable.RowBytes];
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

        /// <summary>Begins a roster; null when the manifest asks for what no terminal holds.</summary>
        public static RosterBuilder? Begin(RosterManifest manifest)
        {
            if (manifest.Version < 1 || manifest.Version > uint.MaxValue || manifest.Pages < 1 || manifest.Pages > MaxPages
                || manifest.StaffCount < 0 || manifest.StaffCount > MaxStaff || manifest.ShiftCount < 0 || manifest.ShiftCount > MaxShifts)
            {
                return null;
            }

            return new RosterBuilder(manifest);
        }

        /// <summary>Adds the page that it waits for; false when the page does not fit, and the roster is then to be begun anew.</summary>
        public bool Add(RosterPage page, byte[] mac)
        {
            if (page.Version != _manifest.Version || page.Page != NextPage || Complete)
            {
                return false;
            }

            if (!AddStaff(page.Staff) || !AddShifts(page.Shifts) || !AddChecks(page.Checks))
            {
                return false;
            }

            _pageMacs.Raw(mac, 0, RecordJson.MacBytes);
            NextPage++;
            return true;
        }

        /// <summary>The bytes of the whole roster, or null when it is not what the manifest promised.</summary>
        public byte[]? Finish(byte[] key, Signing.ISigner signer)
        {
            byte[]? wanted = Hex.Parse(_manifest.Hash, RecordJson.MacBytes);
            if (!Complete || wanted == null || _staff != _manifest.StaffCount || _shiftCount != _manifest.ShiftCount)
            {
                return null;
            }

            byte[] hash = signer.Hmac(key, _pageMacs.Bytes, _pageMacs.Length);
            for (int i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] != hash[i])
                {
                    return null;
                }
            }

            Sort();
            ByteBuffer all = new ByteBuffer(_rows.Length + _shifts.Length + _checks.Length + 32);
            RosterTable.WriteHead(all, (uint)_manifest.Version);
            all.Varint(_staff);
            all.Raw(_rows, 0, _rows.Length);
            all.Varint(_shiftCount);
            all.Raw(_shifts.Bytes, 0, _shifts.Length);
            all.Varint(_checkCount);
            all.Raw(_checks.Bytes, 0, _checks.Length);
            return all.ToArray();
        }

        private bool AddStaff(StaffEntry[]? entries)
        {
            if (entries == null)
            {
                return true;
            }

            for (int i = 0; i < entries.Length; i++)
            {
                byte[]? badge = Hex.Parse(entries[i].Badge, 8);
                string? staff = entries[i].Staff;
                int role = RoleOf(entries[i].Role);
                if (badge == null || !PersonId.IsValid(staff) || role < 0 || _staff == _manifest.StaffCount)
                {
                    return false;
                }

                int offset = _staff * RosterTable.RowBytes;
                System.Array.Copy(badge, 0, _rows, offset, 8);
                PersonId.Pack(staff!, _rows, offset + 8);
                _rows[offset + 8 + PersonId.Bytes] = RosterTable.Flags((Role)role, entries[i].Blocked);
                _staff++;
            }

            return true;
        }

        private bool AddShifts(ShiftEntry[]? entries)
        {
            if (entries == null)
            {
                return true;
            }

            for (int i = 0; i < entries.Length; i++)
            {
                ShiftEntry shift = entries[i];
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

                _shifts.Text(shift.Id!);
                _shifts.UInt32((uint)shift.Start);
                _shifts.UInt32((uint)shift.End);
                _shifts.Byte(people);
                if (shift.Leader != null)
                {
                    _shifts.Byte(ShiftPart.Leader);
                    _shifts.Text(shift.Leader);
                }

                WritePeople(shift.Deputies, ShiftPart.Deputy);
                WritePeople(shift.Crew, ShiftPart.Crew);
                WritePeople(shift.Doubles, ShiftPart.Double);
                _shiftCount++;
            }

            return true;
        }

        private bool AddChecks(CheckEntry[]? entries)
        {
            if (entries == null)
            {
                return true;
            }

            for (int i = 0; i < entries.Length; i++)
            {
                if (!PersonId.IsValid(entries[i].Id) || entries[i].Due < 0 || entries[i].Due > uint.MaxValue)
                {
                    return false;
                }

                _checks.Text(entries[i].Id!);
                _checks.UInt32((uint)entries[i].Due);
                _checkCount++;
            }

            return true;
        }

        private void WritePeople(string[]? people, int part)
        {
            for (int i = 0; i < Count(people); i++)
            {
                _shifts.Byte(part);
                _shifts.Text(people![i]);
            }
        }

        // A heap sort in place: the interpreter has no sort of its own, and a thousand rows must not need a second array.
        private void Sort()
        {
            for (int start = (_staff / 2) - 1; start >= 0; start--)
            {
                Sift(start, _staff);
            }

            for (int end = _staff - 1; end > 0; end--)
            {
                Swap(0, end);
                Sift(0, end);
            }
        }

        private void Sift(int root, int count)
        {
            while ((2 * root) + 1 < count)
            {
                int child = (2 * root) + 1;
                if (child + 1 < count && CompareRows(child, child + 1) < 0)
                {
                    child++;
                }

                if (CompareRows(root, child) >= 0)
                {
                    return;
                }

                Swap(root, child);
                root = child;
            }
        }

        private int CompareRows(int a, int b)
        {
            return RosterTable.Compare(_rows, a * RosterTable.RowBytes, _rows, b * RosterTable.RowBytes);
        }

        private void Swap(int a, int b)
        {
            int offsetA = a * RosterTable.RowBytes;
            int offsetB = b * RosterTable.RowBytes;
            for (int i = 0; i < RosterTable.RowBytes; i++)
            {
                byte held = _rows[offsetA + i];
                _rows[offsetA + i] = _rows[offsetB + i];
                _rows[offsetB + i] = held;
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
