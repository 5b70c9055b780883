@R19.14
Feature: R19.14 推诿不到现场的统计在案
  Who will not come to the scene is named on the sheet, and has it in the ledger of the month.

  Background:
    Given the policy pack "service-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 推诿记入本人台账 what is written of somebody stands in his ledger, as a proposal
    When "S01" writes "陈静 did not go to the burst pipe" under "refusals" at "07:30"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  | minutes | amount | excused |
      | 2026-03-01 | grade | 0       | 0      | no      |
    And the ledger of "S05" for "2026-03" is a proposal
    And the ledger of "S01" for "2026-03" is empty

  Scenario: 经理确认后生效 a manager confirms it, and nobody else
    When "S01" writes "S05 did not go to the burst pipe" under "refusals" at "07:30"
    And "S09" confirms the ledger of "S05" for "2026-03"
    Then the bridge refuses with "not-entitled"
    When "S10" confirms the ledger of "S05" for "2026-03"
    Then the ledger of "S05" for "2026-03" is confirmed by "S10"

  Scenario: 写在别处不入台账 the same words under another section are no entry
    When "S01" writes "陈静 did not go to the burst pipe" under "unfinished" at "07:30"
    Then the ledger of "S05" for "2026-03" is empty

  Scenario: 随交班记录交给下一班 it is handed over with the sheet
    When "S01" writes "陈静 did not go to the burst pipe" under "refusals" at "07:30"
    And "S01" completes the sheet
    And "S02" taps at "07:40"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "D1" carries over "陈静 did not go to the burst pipe"
    And the sheet of shift "N1" is frozen
