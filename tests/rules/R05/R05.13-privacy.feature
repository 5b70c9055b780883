@R05.13 @R05.23 @R05.26
Feature: R05.13 保护隐私;R05.23 信息安全管理、检查、意识;R05.26 监督检查
  No badge number leaves a terminal, nobody takes records out unseen, what is altered is found, and an auditor sees everything and changes nothing.

  Background:
    Given the policy pack "phone-service"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | operator   |
      | S08 | 郑审计  | 04A1B2C8 | auditor    |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | M1 | 2026-03-02 00:00 | 2026-03-02 08:00 | S01    |      | S09        |
      | M2 | 2026-03-02 08:00 | 2026-03-02 16:00 | S02    | S03  | S09        |
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When "S02" taps at "07:50"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"

  @R05.13
  Scenario: R05.13 保护隐私:记录中没有工牌号 no record shows the number of a badge
    When badge "DEADBEEF" taps at "07:57"
    Then the tap is refused as "unknown-badge"
    And no record shows the badge of "S01"
    And no record shows the badge of "S02"

  @R05.23
  Scenario: R05.23 信息安全管理:导出须有权限 an operator and a leader take no records out
    When "S03" exports the records of "2026-03-02" at "08:10"
    Then the bridge refuses with "not-entitled"
    When "S02" exports the records of "2026-03-02"
    Then the bridge refuses with "not-entitled"

  @R05.23
  Scenario: R05.23 信息安全检查:导出留痕 every look at an export is logged with how much was taken
    When "S09" exports the records of "2026-03-02" at "08:10"
    Then the export of "S09" is logged with 4 records

  @R05.23
  Scenario: R05.23 及时发现问题:改动的记录会被发现 an altered record is found
    Then the history of "T1" is complete
    When record 4 of "T1" is altered in the store
    Then the history of "T1" is broken at record 4
    And a notice about "history-broken" reaches "S09"

  @R05.26
  Scenario: R05.26 监督检查:稽核员可查看,留痕 the auditor reads, and that too is logged
    When "S08" exports the records of "2026-03-02" at "08:10"
    Then the export of "S08" is logged with 4 records

  @R05.26
  Scenario: R05.26 监督检查:稽核员不能改动 and changes nothing: no leave, no stand-in, no shift, no excuse, no correction, no ledger
    When "S03" requests leave for shift "M2" with "看病" at "08:10"
    And "S08" approves the leave of "S03" for shift "M2"
    Then the bridge refuses with "not-entitled"
    When "S08" names "S01" substitute for "S03" in shift "M2"
    Then the bridge refuses with "not-entitled"
    When "S08" changes shift "M2" to end "17:00"
    Then the bridge refuses with "not-entitled"
    When "S08" excuses "S03" from "early" on "2026-03-02"
    Then the bridge refuses with "not-entitled"
    When "S03" requests the correction "clock-in" of "2026-03-02 08:00" with "忘记刷卡"
    And "S08" approves the correction of "S03"
    Then the bridge refuses with "not-entitled"
    When "S08" confirms the ledger of "S03" for "2026-03"
    Then the bridge refuses with "not-entitled"
    And the calendar of "S03" shows shift "M2"
