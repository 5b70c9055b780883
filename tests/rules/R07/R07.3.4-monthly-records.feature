@R07.3.4
Feature: R07.3.4 每月做完最后一个班时,由白班值班人员上交三种记录
  On the last day of the month the day shift is reminded to hand in the month's records, and they are all there.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N0 | 2026-03-29 20:00 | 2026-03-30 08:00 | S01    | S09        |
      | D0 | 2026-03-30 08:00 | 2026-03-30 20:00 | S02    | S09        |
      | N1 | 2026-03-30 20:00 | 2026-03-31 08:00 | S01    | S09        |
      | D1 | 2026-03-31 08:00 | 2026-03-31 20:00 | S02    | S09        |
      | N2 | 2026-03-31 20:00 | 2026-04-01 08:00 | S01    | S09        |

  Scenario: 月末白班上交 the day shift of the 31st is reminded, the night shift is not
    Given the policy pack "water-utility"
    And the sheets are complete
    And the time is "2026-03-31 07:40"
    And "S01" holds the duty
    When the time is "07:59"
    Then no notice about "monthly-hand-in" is sent
    When the time is "08:01"
    Then a notice about "monthly-hand-in" reaches "S02" by "08:01"
    And a notice about "monthly-hand-in" reaches "S10" by "08:01"
    And no notice about "monthly-hand-in" reaches "S01"

  Scenario: 非月末不提醒 on the 30th nobody is
    Given the policy pack "water-utility"
    And the sheets are complete
    And the time is "2026-03-30 07:40"
    And "S01" holds the duty
    When the time is "12:00"
    Then no notice about "monthly-hand-in" is sent

  Scenario: 由经理上交的单位 where it is the manager's to hand in, the day shift is not reminded
    Given the policy pack "water-utility" with:
      | parameter     | value   |
      | monthlyHandIn | manager |
    And the sheets are complete
    And the time is "2026-03-31 07:40"
    And "S01" holds the duty
    When the time is "09:01"
    Then a notice about "monthly-hand-in" reaches "S10" by "09:01"
    And no notice about "monthly-hand-in" reaches "S02"

  Scenario: 三种记录写入当班记录并可导出 the calls stand in the log, and the day's records can be taken out
    Given the policy pack "water-utility"
    And the time is "2026-03-31 07:40"
    And "S01" holds the duty
    When "S01" completes the sheet at "07:45"
    And "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    And "S02" writes "March: 1412 calls, 31 from 110" under "call records" at "08:10"
    Then the archive of "2026-03-31" holds 1 record "handover.confirmed"
    And the archive of "2026-03-30" holds 1 record "duty.clock-in"
    When "S10" exports the records of "2026-03-31"
    Then the export of "S10" is logged with 3 records
